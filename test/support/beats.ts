import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMidi } from '../../src/model/files/midi-write.js';

/** Makes `folder`, with so many MIDI files in it, each of so many eighths of kick and snare in turn. */
export async function writeBeats(folder: string, files = 8, eighths = 40): Promise<void> {
  await mkdir(folder);
  for (let variant = 0; variant < files; variant++) {
    const notes = Array.from({ length: eighths }, (_, at) => ({
      onset: at * 480 + variant,
      duration: 120,
      pitch: at % 2 === 0 ? 36 : 38,
      velocity: 64 + variant,
      channel: 9,
    }));
    const bytes = writeMidi({ ppq: 960, notes, tempos: [{ onset: 0, bpm: 120 }], metres: [] });
    await writeFile(join(folder, `${variant}.mid`), bytes);
  }
}
