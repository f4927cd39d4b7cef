import { randomBytes } from 'node:crypto';
import { access, constants, lstat, mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../fault.js';

/**
 * Writes a file whole before it takes its name: a crash or a full disk leaves the old one, and a failure nothing beside it. Of
 * several at once, here or in another process, one is the last. A link stays one, and what is no file (a device, a pipe) is
 * written to as it is.
 * `mode` says who may read it. @throws Fault FILE_UNWRITABLE
 */
export async function replaceFile(
  file: string,
  content: string | Uint8Array,
  mode = 0o666,
): Promise<void> {
  const place = await realpath(file).catch(() => file);
  const part = `${place}.${randomBytes(4).toString('hex')}.part`;
  try {
    if (await isReplaced(place)) {
      await mkdir(dirname(place), { recursive: true });
      await writeFile(part, content, { mode });
      await rename(part, place);
    } else await writeFile(place, content, { mode });
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    throw unwritable(file, cause);
  }
}

/**
 * Writes files that are one thing, of which the last says what the others are. A full disk leaves all as they were; while they
 * change places the last is gone, so that a crash never leaves it beside files of another. @throws Fault FILE_UNWRITABLE
 */
export async function replaceTogether(
  files: readonly { readonly file: string; readonly content: string | Uint8Array }[],
): Promise<void> {
  const places: string[] = [];
  let file = '';
  try {
    for (const each of files) {
      ({ file } = each);
      const place = await realpath(file).catch(() => file);
      places.push(place);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(`${place}.part`, each.content);
    }
    await rm(places.at(-1)!, { force: true });
    for (const place of places) await rename(`${place}.part`, (file = place));
  } catch (cause) {
    for (const place of places) await rm(`${place}.part`, { force: true }).catch(() => undefined);
    throw unwritable(file, cause);
  }
}

/**
 * Writes a file that must not be there yet; false where it is. A failure leaves nothing. `mode` says who may read it.
 * @throws Fault FILE_UNWRITABLE
 */
export async function createFile(
  file: string,
  content: string | Uint8Array,
  mode = 0o666,
): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: 'wx', mode });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    await rm(file, { force: true }).catch(() => undefined);
    throw unwritable(file, cause);
  }
}

/** A folder to write to, made where there is none; gives the outermost that had to be made. @throws Fault FILE_UNWRITABLE */
export async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    const made = await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return made;
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

function unwritable(file: string, cause: unknown): Fault {
  const { message, code = '' } = cause as NodeJS.ErrnoException;
  return new Fault('FILE_UNWRITABLE', `cannot be written: ${message}`, {
    file,
    hint: hints[code] ?? 'name a place where you may write',
    cause,
  });
}

/** Whether it is a file, or nothing yet. A link to nothing is a link here: through it, its target is made. */
async function isReplaced(place: string): Promise<boolean> {
  const found = await lstat(place).catch(() => undefined);
  return found?.isFile() ?? true;
}

/** What helps, by the system's name of what is wrong. */
const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space, or name another place',
  EDQUOT: 'free some space, or name another place',
  EFBIG: 'free some space, or name another place',
  EISDIR: 'that is a folder: name a file in it',
  EEXIST: 'there is a file of that name: name another folder',
  ENOTDIR: 'what is to be its folder is a file: name another place',
};
