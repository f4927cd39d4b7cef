import { createReadStream } from 'node:fs';
import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Fault, messageOf } from '../../model/fault.js';
import { type Entry, readEntry } from '../core/journal-entry.js';
import { readHeader, type SessionHeader } from '../core/session-header.js';

/** A session is a folder, named by when it began, of files in order: a header, then an entry a line. */
export interface SessionFiles {
  readonly id: string;
  readonly folder: string;
  /** In order; the first is missing where it was dropped to save space. */
  readonly files: readonly SessionFile[];
}

export interface SessionFile {
  readonly path: string;
  /** From 1. */
  readonly number: number;
  readonly bytes: number;
  /** When it was last written to. */
  readonly written: Date;
}

const pattern = /^(\d{6})\.jsonl$/;

export function sessionFile(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(6, '0')}.jsonl`);
}

/** All sessions, the oldest first; none where there is no such folder. */
export async function listSessions(sessions: string): Promise<SessionFiles[]> {
  const names = await readdir(sessions).catch(() => []);
  const found = await Promise.all(names.sort().map((id) => look(sessions, id)));
  return found.filter(({ files }) => files.length > 0);
}

/** `name` is that of a session, or how the latest of some begins; `last` is the latest of all. Fault FILE_MISSING. */
export async function findSession(sessions: string, name: string): Promise<SessionFiles> {
  const all = await listSessions(sessions);
  const named = all.find(({ id }) => id === name) ?? all.findLast(({ id }) => id.startsWith(name));
  const found = name === 'last' ? all.at(-1) : named;
  if (found !== undefined) return found;
  throw new Fault('FILE_MISSING', `there is no session ${JSON.stringify(name)}`, {
    file: sessions,
    hint: 'ghostnote sessions lists them, and last is the latest',
  });
}

/** How its first file begins. Fault FILE_UNREADABLE. */
export async function sessionHeader({ files }: SessionFiles): Promise<SessionHeader> {
  const { path } = files[0]!;
  for await (const line of lines(path)) return readHeader(line, path);
  return readHeader('', path);
}

/**
 * Every entry, in order, a line at a time. Fault FILE_UNREADABLE where the disk gives none. A line that is no entry is left out, as the last one is where the writer was
 * killed in its midst; `broken` is told how many, at the end.
 */
export async function* sessionEntries(
  { files }: SessionFiles,
  broken: (count: number) => void,
): AsyncGenerator<Entry> {
  let bad = 0;
  for (const { path } of files) {
    let isFirst = true;
    for await (const line of lines(path)) {
      const entry = isFirst ? undefined : readEntry(line);
      if (entry !== undefined) yield entry;
      else if (!isFirst) bad += 1;
      isFirst = false;
    }
  }
  if (bad > 0) broken(bad);
}

/**
 * Removes the oldest files of the oldest sessions until all take `limit` bytes at most. The last file of `keep` stays, and
 * so does what this user may not remove.
 */
export async function dropOldest(sessions: string, keep: string, limit: number): Promise<void> {
  const all = await listSessions(sessions);
  const last = all.find(({ id }) => id === keep)?.files.at(-1);
  let total = all.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { folder, files } of all) {
    for (const file of files) {
      if (total <= limit) return;
      if (file.path === last?.path) continue;
      const gone = await rm(file.path, { force: true }).then(
        () => true,
        () => false,
      );
      if (gone) total -= file.bytes;
    }
    // Only where it is empty now.
    await rmdir(folder).catch(() => undefined);
  }
}

async function look(sessions: string, id: string): Promise<SessionFiles> {
  const folder = join(sessions, id);
  const names = await readdir(folder).catch(() => []);
  const numbered = names.sort().flatMap((name) => pattern.exec(name)?.[1] ?? []);
  const files = await Promise.all(
    numbered.map(async (digits) => {
      const path = sessionFile(folder, Number(digits));
      // Another process may remove it meanwhile.
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) return [];
      return [{ path, number: Number(digits), bytes: found.size, written: found.mtime }];
    }),
  );
  return { id, folder, files: files.flat() };
}

/** Fault FILE_UNREADABLE. */
async function* lines(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, 'utf8');
  const reader = createInterface({ input: stream, crlfDelay: Infinity });
  try {
    yield* reader;
  } catch (cause) {
    const hint = 'let this user read it';
    throw new Fault('FILE_UNREADABLE', `cannot be read: ${messageOf(cause)}`, {
      ...{ file: path, hint, cause },
    });
  } finally {
    reader.close();
    stream.destroy();
  }
}
