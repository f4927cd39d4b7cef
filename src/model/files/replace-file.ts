import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../fault.js';

/**
 * Writes a file whole before it takes its name: a crash or a full disk leaves the old one, and a failure nothing beside it.
 * `mode` says who may read it. @throws Fault FILE_UNWRITABLE
 */
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
    await rm(`${file}.part`, { force: true }).catch(() => undefined);
    const { message, code = '' } = cause as NodeJS.ErrnoException;
    throw new Fault('FILE_UNWRITABLE', `cannot be written: ${message}`, {
      file,
      hint: hints[code] ?? 'name a place where you may write',
      cause,
    });
  }
}

/** What helps, by the system's name of what is wrong. */
const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space, or name another place',
  EDQUOT: 'free some space, or name another place',
  EFBIG: 'free some space, or name another place',
  EISDIR: 'that is a folder: name a file in it',
};
