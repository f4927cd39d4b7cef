import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMidi } from '../../src/model/files/midi-write.js';
import type { ScoreNote } from '../../src/model/score.js';

/**
 * Makes `folder`, with so many MIDI files in it, each of so many eighths of kick and snare in turn, and of a melody. In each
 * the drummer is mistaken once, elsewhere, so that no two are the same music.
 */
export async function writeBeats(
  folder: string,
  files = 8,
  eighths = 40,
  melody = 0,
): Promise<void> {
  await mkdir(folder);
  for (let variant = 0; variant < files; variant++) {
    const note = (at: number, pitch: number, channel: number): ScoreNote => ({
      onset: at * 480 + variant,
      duration: 120,
      pitch,
      velocity: 64 + variant,
      channel,
    });
    const notes = [
      ...Array.from({ length: eighths }, (_, at) =>
        note(at, (at === 1 + variant ? at + 1 : at) % 2 === 0 ? 36 : 38, 9),
      ),
      ...Array.from({ length: melody }, (_, at) => note(at, 60 + (at % 5), 0)),
    ].sort((a, b) => a.onset - b.onset);
    const bytes = writeMidi({ ppq: 960, notes, tempos: [{ onset: 0, bpm: 120 }], metres: [] });
    await writeFile(join(folder, `${variant}.mid`), bytes);
  }
}
