import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { built } from './built.js';
import type { Taken } from './read-midi-alone.js';

const entry = fileURLToPath(built('test/support/read-midi-alone.js'));

/** What a process takes to read `file` by a codec, and nothing else. */
export async function takeOfMidi(codec: 'step' | 'tutorial', file: string): Promise<Taken> {
  const { stdout } = await promisify(execFile)(process.execPath, [entry, codec, file]);
  return JSON.parse(stdout) as Taken;
}
