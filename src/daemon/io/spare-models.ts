import { createHash } from 'node:crypto';
import { readFile, readdir, rm, stat, utimes } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Log } from '../core/log.js';
import { modelFiles } from '../../model/files/model-files.js';
import { replaceFile } from '../../model/files/replace-file.js';

/** Models that are kept: those of a set or two, a few megabytes each. */
const most = 8;

/** The file of a copy that says of which folder it is one. */
const origin = 'folder';

/** Where in the folder `spares` the copy of a model folder is, if there is one. */
export function spareOf(spares: string, folder: string): string {
  const path = resolve(folder);
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 12);
  return join(spares, `${basename(path)}-${hash}`);
}

/**
 * Copies a model folder that could be read, for the day on which it cannot: a stick that was pulled, a folder that was
 * renamed. One that is there already is left. Main only; does not block, never rejects: no copy costs a line, and no note.
 */
export async function keepSpare(spares: string, folder: string, log: Log): Promise<void> {
  const spare = spareOf(spares, folder);
  try {
    for (const name of modelFiles) {
      const bytes = await read(join(folder, name));
      // It has gone already: whoever loads it says so.
      if (bytes === undefined) return;
      const before = await read(join(spare, name));
      if (before?.equals(bytes) !== true) await replaceFile(join(spare, name), bytes);
    }
    await replaceFile(join(spare, origin), Buffer.from(resolve(folder)));
    await utimes(spare, new Date(), new Date());
    await dropOldest(spares);
  } catch (cause) {
    log('warn', `No copy of the model in ${folder} is kept: ${(cause as Error).message}`);
  }
}

/** The folders whose copies are kept, the one that played last first. Never rejects. */
export async function keptFolders(spares: string): Promise<string[]> {
  const copies = await byUse(spares).catch(() => []);
  const folders = await Promise.all(copies.map((copy) => read(join(copy, origin))));
  return folders.flatMap((folder) => folder?.toString() ?? []);
}

function read(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(() => undefined);
}

async function dropOldest(spares: string): Promise<void> {
  const old = (await byUse(spares)).slice(most);
  await Promise.all(old.map((folder) => rm(folder, { recursive: true })));
}

/** Copies, the one that was used last first. */
async function byUse(spares: string): Promise<string[]> {
  const folders = (await readdir(spares)).map((name) => join(spares, name));
  const dated = await Promise.all(
    folders.map(async (folder) => ({ folder, used: (await stat(folder)).mtimeMs })),
  );
  return dated.sort((a, b) => b.used - a.used).map(({ folder }) => folder);
}
