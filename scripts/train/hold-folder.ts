import { readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Fault } from '../../src/model/fault.js';
import { createFile, makeFolder } from '../../src/model/files/replace-file.js';

const fileName = 'training.pid';

/**
 * Makes a folder and holds it for this process: two that train into one would each write over what the other learned. Gives
 * what lets go of it, and of what was made for nothing; a process that died holds nothing. @throws Fault USAGE where another
 * one trains there; FILE_UNWRITABLE
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const made = await makeFolder(folder);
  const file = join(folder, fileName);
  while (!(await createFile(file, `${process.pid}\n`))) {
    const holder = await holderOf(file);
    if (holder !== undefined)
      throw new Fault('USAGE', `process ${holder} trains into this folder`, {
        file: folder,
        hint: `wait until it ends, or name another --out; if that process does something else, delete ${file}`,
      });
    await rm(file, { force: true });
  }
  return async () => {
    await rm(file, { force: true });
    if (made !== undefined) await removeEmpty(resolve(folder), resolve(made));
  };
}

/** A folder that is empty, and those around it that are then, up to the outermost. */
async function removeEmpty(folder: string, outermost: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch {
    return;
  }
  if (folder !== outermost) await removeEmpty(dirname(folder), outermost);
}

/** Another process that lives and has written its number there. */
async function holderOf(file: string): Promise<number | undefined> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  // In a container, the one before may have had this very number.
  if (!(pid > 0) || pid === process.pid) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  return pid;
}
