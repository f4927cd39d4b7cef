import { mkdir, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Entry } from '../../../src/daemon/core/journal-entry.js';
import type { SessionHeader } from '../../../src/daemon/core/session-header.js';
import { defaults } from '../../../src/daemon/core/settings.js';
import { Journal, type JournalOptions, type JournalSink } from '../../../src/daemon/io/journal.js';
import {
  findSession,
  listSessions,
  sessionEntries,
  sessionFile,
  sessionHeader,
  type SessionFiles,
} from '../../../src/daemon/io/session-files.js';
import { sharedFolder } from '../../support/scratch-folder.js';

const scratch = sharedFolder();
let made = 0;

const header: SessionHeader = {
  version: '1.2.3',
  began: '2026-11-26T20:15:30.123Z',
  parts: [{ name: 'small', material: 'drums', grid: 16, engine: 'ort', device: 'cpu' }],
  values: defaults(),
};
const tick = (at: number): Entry => ({
  ...{ type: 'tick', part: 1, tick: at, bar: Math.floor(at / 16), tickInBar: at % 16 },
  ...{ token: 'kick', heard: 'self', missed: false },
});
const note = (at: number): Entry => ({
  ...{ type: 'note', part: 1, tick: at, channel: 10, pitch: 36, velocity: 1 + (at % 127) },
  offset: 0.1,
});

async function begun(options: Partial<JournalOptions> = {}) {
  const said: string[] = [];
  const sessions = join(scratch(), `sessions-${++made}`);
  const log = (_: unknown, text: string): void => void said.push(text);
  const journal = await Journal.begin({ sessions, limit: 1e9, header, log, ...options });
  onTestFinished(() => journal.close());
  const session = (): Promise<SessionFiles> => findSession(sessions, 'last');
  return { journal, sessions, said, session };
}

async function read(session: SessionFiles) {
  const entries: Entry[] = [];
  let broken = 0;
  for await (const entry of sessionEntries(session, (count) => (broken = count)))
    entries.push(entry);
  return { entries, broken };
}

describe('a journal', () => {
  it('of which the disk does not give a file says which', async () => {
    const { journal, session, sessions } = await begun();
    journal.add(tick(0));
    await journal.close();
    const { folder } = await session();
    await mkdir(sessionFile(folder, 2));
    const fault = { code: 'FILE_UNREADABLE', file: sessionFile(folder, 2) };
    await expect(read(await session())).rejects.toMatchObject(fault);
    const other = join(sessions, 'zoo');
    await mkdir(sessionFile(other, 1), { recursive: true });
    await expect(sessionHeader(await findSession(sessions, 'zoo'))).rejects.toMatchObject({
      ...{ code: 'FILE_UNREADABLE', file: sessionFile(other, 1) },
    });
  });

  it('gives back what was put in, in order, with the header, in a folder named by when it began', async () => {
    const { journal, session } = await begun();
    const entries = [tick(0), note(0), tick(1)];
    for (const entry of entries) journal.add(entry);
    await journal.close();
    expect((await session()).id).toBe('2026-11-26T20-15-30');
    expect(await sessionHeader(await session())).toMatchObject(header);
    expect(await read(await session())).toEqual({
      entries: [...entries, { type: 'end' }],
      broken: 0,
    });
  });

  it('loses only its last line where the writer is killed at any byte of it', async () => {
    const { journal, session } = await begun();
    for (let at = 0; at < 5; at += 1) journal.add(tick(at));
    await journal.flush();
    const { path } = (await session()).files[0]!;
    const whole = await readFile(path);
    const before = whole.subarray(0, -1).lastIndexOf('\n') + 1;
    for (let bytes = before + 1; bytes < whole.length - 1; bytes += 1) {
      await writeFile(path, whole.subarray(0, bytes));
      const { entries, broken } = await read(await session());
      expect([entries.length, broken]).toEqual([4, 1]);
    }
    await truncate(path, 0);
    await expect(sessionHeader(await session())).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('goes on in another file, which tells the settings as they stand', async () => {
    const { journal, session } = await begun({ fileBytes: 500 });
    journal.add({ type: 'values', values: { temperature: 0.3 } });
    for (let at = 0; at < 60; at += 1) {
      journal.add(tick(at));
      await journal.flush();
    }
    await journal.close();
    const { files } = await session();
    expect(files.map(({ number }) => number)).toEqual([...files.keys()].map((at) => at + 1));
    expect(files.length).toBeGreaterThan(3);
    const last = { ...(await session()), files: files.slice(-1) };
    expect((await sessionHeader(last)).values['temperature']).toBe(0.3);
    const { entries } = await read(await session());
    expect(entries.filter(({ type }) => type === 'tick')).toHaveLength(60);
  });

  it('keeps within its space: the oldest sessions go, then its own first files, never the last', async () => {
    const { sessions, journal: old } = await begun();
    old.add(tick(0));
    await old.close();
    const options = { sessions, header, log: () => undefined, fileBytes: 500 };
    const journal = await Journal.begin({ ...options, limit: 9000 });
    for (let at = 0; at < 400; at += 1) {
      journal.add(tick(at));
      await journal.flush();
    }
    const all = await listSessions(sessions);
    expect(all.map(({ id }) => id)).toEqual(['2026-11-26T20-15-30-2']);
    const bytes = all[0]!.files.reduce((sum, file) => sum + file.bytes, 0);
    expect(bytes).toBeLessThan(9000 + 3000);
    expect(all[0]!.files[0]!.number).toBeGreaterThan(1);
    await journal.close();
    expect((await read(all[0]!)).entries.at(-1)).toMatchObject({ type: 'end' });
  });

  it('goes on beside another that drops the oldest files at the same time', async () => {
    const said: string[] = [];
    const log = (_: unknown, text: string): void => void said.push(text);
    const options = { sessions: join(scratch(), 'both'), header, log, fileBytes: 500, limit: 9000 };
    const both = await Promise.all([Journal.begin(options), Journal.begin(options)]);
    for (let at = 0; at < 300; at += 1) {
      for (const journal of both) journal.add(tick(at));
      await Promise.all(both.map((journal) => journal.flush()));
    }
    await Promise.all(both.map((journal) => journal.close()));
    expect(said).toEqual([]);
  });

  it('says one line where the disk is full, and takes whatever comes after', async () => {
    let room = 800;
    const sink: JournalSink = {
      append(text) {
        room -= text.length;
        return room > 0 ? Promise.resolve() : Promise.reject(new Error('ENOSPC: no space left'));
      },
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    room += 4000; // the header
    const { journal, said } = await begun({ open: () => Promise.resolve(sink) });
    for (let at = 0; at < 500; at += 1) {
      journal.add(tick(at));
      await journal.flush();
    }
    await journal.close();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/not kept.*no space left.*the music goes on.*--state/);
  });

  it('gives up on a disk that hangs before it has filled the memory', async () => {
    const hangs: JournalSink = {
      append: (text) => (text.startsWith('{') ? Promise.resolve() : new Promise(() => undefined)),
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    const said: string[] = [];
    const log = (_: unknown, text: string): void => void said.push(text);
    const sessions = join(scratch(), 'hangs');
    const open = (): Promise<JournalSink> => Promise.resolve(hangs);
    const journal = await Journal.begin({ sessions, limit: 1e9, header, log, open });
    const token = 'x'.repeat(100_000);
    for (let at = 0; at < 400; at += 1) {
      journal.add({ ...(tick(at) as Extract<Entry, { type: 'tick' }>), token });
      if (at === 10) void journal.flush();
    }
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('the disk does not keep up');
  });
});

it('a session is found by the beginning of its name, or as the last', async () => {
  const { sessions, journal } = await begun();
  const later = { ...header, began: '2026-12-01T09:00:00.000Z' };
  const other = await Journal.begin({ sessions, limit: 1e9, header: later, log: () => undefined });
  await other.close();
  expect((await findSession(sessions, '2026-11')).id).toBe(journal.id);
  expect((await findSession(sessions, 'last')).id).toBe(other.id);
  await expect(findSession(sessions, '1999')).rejects.toMatchObject({
    code: 'FILE_MISSING',
    hint: expect.stringContaining('ghostnote sessions') as string,
  });
  await rm(sessionFile(other.folder, 1));
  expect(await readdir(sessions)).toHaveLength(2);
  expect((await findSession(sessions, 'last')).id).toBe(journal.id);
});
