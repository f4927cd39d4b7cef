import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../fault.js';

/** Writes a file whole before it takes its name: a crash or a full disk leaves the old one. `mode` says who may read it. @throws Fault FILE_UNWRITABLE */
export async function replaceFile(
  file: string,
  content: string | Uint8Array,
  mode = 0o666,
): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.part`, content, { mode });
    await rename(`${file}.part`, file);
  } catch (cause) {
    throw new Fault('FILE_UNWRITABLE', `cannot be written: ${(cause as Error).message}`, {
      file,
      hint: 'free some space, or name another place',
      cause,
    });
  }
}
