import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMidi } from '../../src/model/files/midi-write.js';

/** Makes `folder`, with eight short MIDI files in it, of kick and snare in turn. */
export async function writeBeats(folder: string): Promise<void> {
  await mkdir(folder);
  for (let variant = 0; variant < 8; variant++) {
    const notes = Array.from({ length: 40 }, (_, at) => ({
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
