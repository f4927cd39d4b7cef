/**
 * What it takes to read any MIDI file, in a process of its own: `node dist/bench/midi-limits.js [FOLDER]` reads each file of the
 * folder, and some that are made to be heavy, by both codecs. Prints those that took the most.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heavyMidi } from '../test/support/heavy-midi.js';
import type { Taken } from '../test/support/read-midi-alone.js';
import { midiFilesUnder } from '../test/support/shared-data.js';
import { takeOfMidi } from '../test/support/take-of-midi.js';

const [found] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'ghostnote-midi-'));
const files = found === undefined ? [] : await midiFilesUnder(found);
for (const [name, make] of Object.entries(heavyMidi)) {
  const file = join(folder, `${name}.mid`);
  await writeFile(file, make());
  files.push(file);
}
for (const codec of ['step', 'tutorial'] as const) {
  const taken: (Taken & { readonly file: string })[] = [];
  for (const file of files) taken.push({ file, ...(await takeOfMidi(codec, file)) });
  print({ codec, files: files.length, refused: taken.filter(({ fault }) => fault).length });
  for (const by of ['milliseconds', 'worked', 'memory'] as const)
    print(taken.sort((a, b) => b[by] - a[by])[0]!);
}
await rm(folder, { recursive: true });

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
