import { readFile, stat } from 'node:fs/promises';
import { Fault } from '../fault.js';

/** The bytes of a regular file. Throws `Fault` FILE_MISSING or FILE_UNREADABLE, naming it; a pipe or a device is refused, as it might never end. */
export async function readRegularFile(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const { size } = await regularFile(path);
    if (size > maxBytes)
      throw new Fault(
        'FILE_UNREADABLE',
        `the file is ${size} bytes, over the limit of ${maxBytes}`,
        { hint: 'give a smaller one' },
      );
    return await readFile(path);
  } catch (error) {
    throw error instanceof Fault ? error.in(path) : fileFault(error, path);
  }
}

/** What went wrong with a file or folder, as a `Fault` that names it. */
export function fileFault(error: unknown, path: string): Fault {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const detail = { file: path, cause: error };
  if (reason === 'ENOENT' || reason === 'ENOTDIR')
    return new Fault('FILE_MISSING', 'the file is not there', {
      ...detail,
      hint: 'check the path',
    });
  return new Fault('FILE_UNREADABLE', `the file cannot be read (${reason})`, {
    ...detail,
    hint: 'check its permissions',
  });
}

async function regularFile(path: string) {
  const stats = await stat(path);
  if (stats.isFile()) return stats;
  if (stats.isDirectory())
    throw new Fault('FILE_UNREADABLE', 'this is a folder', { hint: 'name a file in it' });
  throw new Fault('FILE_UNREADABLE', 'this is not a regular file', {
    hint: 'give a file or a folder',
  });
}
