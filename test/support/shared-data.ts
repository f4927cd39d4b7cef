import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const shared = fileURLToPath(new URL('../../../shared', import.meta.url));

/** A folder of real MIDI files beside the repository, or undefined, with a line that says so. */
export function sharedData(name: 'groove' | 'nottingham' | 'midi-faults'): string | undefined {
  return ifThere(join(shared, 'data', name));
}

/** The folder `golden/NAME` beside the data: what other programs give; or undefined, with a line that says so. */
export function sharedGolden(name: 'music21'): string | undefined {
  return ifThere(join(shared, 'golden', name));
}

/** The folder that the files named in golden data are relative to. */
export const sharedRoot = shared;

function ifThere(folder: string): string | undefined {
  if (existsSync(folder)) return folder;
  process.stderr.write(`skipped: ${folder} is not here\n`);
  return undefined;
}

/** Every MIDI file under a folder, sorted. */
export async function midiFilesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((name) => /\.midi?$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}
