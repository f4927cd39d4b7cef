import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** A folder of real MIDI files beside the repository, or undefined, with a line that says so. */
export function sharedData(name: 'groove' | 'nottingham' | 'midi-faults'): string | undefined {
  const folder = join(root, name);
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
