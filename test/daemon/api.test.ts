import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Ghostnote } from '../../src/daemon/api.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { built } from '../support/built.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { connectSocket } from '../support/socket-client.js';
import { until } from '../support/until.js';

/** As compiled: its threads are started from files beside it. */
const { createGhostnote, Fault } = (await import(
  built('src/daemon/api.js').href
)) as typeof import('../../src/daemon/api.js');

/** Plays the small model, on free ports; what it logs is in `lines`. */
async function setUp(settings: Record<string, number | string> = {}) {
  const folder = await scratchFolder();
  await saveModel(folder, smallModel(1, 4));
  const lines: string[] = [];
  const ghostnote: Ghostnote = await createGhostnote({
    settings: { model: folder, tempo: 240, 'osc-port': 0, 'http-port': 0, ...settings },
    log: (_, line) => lines.push(line),
  });
  onTestFinished(async () => {
    await ghostnote.close();
  });
  return { ghostnote, lines };
}

test('it is silent until it is started, tells its notes, and every note has its end', async () => {
  const { ghostnote } = await setUp({ temperature: 1.5 });
  const notes: number[] = [];
  ghostnote.on('note', ({ pitch }) => notes.push(pitch));
  expect(ghostnote.describe().playing).toBe(false);
  ghostnote.start();
  await until(() => notes.length > 3);
  const totals = await ghostnote.close();
  expect(totals.notesOn).toBeGreaterThanOrEqual(notes.length);
  expect(totals.notesOff).toBe(totals.notesOn);
  expect(await ghostnote.close()).toBe(totals);
});

test('host and clients set the same values and hear of them, clamped, and the host is no client', async () => {
  const { ghostnote } = await setUp();
  const heard: unknown[] = [];
  ghostnote.on('values', ({ values }) => heard.push(values));
  expect(ghostnote.health().clients).toBe(0);
  const before = ghostnote.values;
  const client = await connectSocket(ghostnote.ports.http);
  expect(ghostnote.health().clients).toBe(1);
  ghostnote.set('temperature', 9);
  expect((await client.next('values')).values).toEqual({ temperature: 2 });
  client.send({ type: 'set', name: 'tempo', value: 90 });
  await until(() => heard.length === 2);
  expect(heard).toEqual([{ temperature: 2 }, { tempo: 90 }]);
  expect(ghostnote.values).toMatchObject({ temperature: 2, tempo: 90 });
  expect(before).toMatchObject({ temperature: 1, tempo: 240 });
});

test('every preset that was asked for is saved when it has ended', async () => {
  const state = await scratchFolder();
  const { ghostnote } = await setUp({ state });
  for (let made = 0; made < 300; made += 1) ghostnote.do('preset-save', `verse ${made}`);
  await ghostnote.close();
  expect(await readdir(join(state, 'presets'))).toHaveLength(300);
});

test('a client that says quit ends it, for the host to close', async () => {
  const { ghostnote } = await setUp();
  const client = await connectSocket(ghostnote.ports.http);
  client.send({ type: 'do', command: 'quit' });
  expect(await ghostnote.ended).toEqual({ why: 'quit' });
});

test('a listener that throws keeps no other from hearing, and one that left hears no more', async () => {
  const { ghostnote, lines } = await setUp();
  const heard: unknown[] = [];
  const leave = ghostnote.on('values', () => {
    throw new Error('oh no');
  });
  ghostnote.on('values', ({ values }) => heard.push(values));
  ghostnote.set('seed', 1);
  await until(() => heard.length === 1);
  expect(lines.filter((line) => line.includes('oh no'))).toHaveLength(1);
  leave();
  ghostnote.set('seed', 2);
  await until(() => heard.length === 2);
  expect(lines.filter((line) => line.includes('oh no'))).toHaveLength(1);
});

test.each([
  [{ tempoo: 120 }, 'did you mean tempo'],
  [{ tempo: 999 }, 'tempo: 300'],
  [{ model: '/nowhere' }, '/nowhere'],
])(
  'settings that cannot be (%j) are a fault, and nothing is left running',
  async (settings, said) => {
    const error: unknown = await setUp(settings as Record<string, number>).catch(
      (fault: unknown) => fault,
    );
    expect(error).toBeInstanceOf(Fault);
    const { message, hint = '', file = '' } = error as InstanceType<typeof Fault>;
    expect(`${message} ${hint} ${file}`).toContain(said);
  },
);

test('a port that is taken leaves nothing in a host that keeps it from ending', async () => {
  const { ghostnote } = await setUp();
  const folder = await scratchFolder();
  await saveModel(folder, smallModel(1, 4));
  const settings = { model: folder, state: folder, 'osc-port': 0 };
  const taken = { ...settings, 'http-port': ghostnote.ports.http };
  const host = `import { createGhostnote } from ${JSON.stringify(built('src/daemon/api.js').href)};
    await createGhostnote({ settings: ${JSON.stringify(taken)} }).catch(({ code }) => console.log(code));`;
  await writeFile(join(folder, 'host.mjs'), host);
  const child = spawn(process.execPath, [join(folder, 'host.mjs')]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  expect(await new Promise((done) => child.once('close', done))).toBe(0);
  expect(out).toBe('PORT_TAKEN\n');
});

test('the example of docs/api.md runs in a program that has the package installed, and ends', async () => {
  const page = await readFile('docs/api.md', 'utf8');
  const [, example] = /```js\n(.*?)```/s.exec(page)!;
  const folder = await scratchFolder();
  await mkdir(join(folder, 'node_modules'));
  await symlink(resolve('.'), join(folder, 'node_modules/ghostnote'), 'junction');
  await writeFile(join(folder, 'example.mjs'), example!);
  const child = spawn(process.execPath, ['example.mjs'], { cwd: folder });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const status = await new Promise((done) => child.once('close', done));
  expect(status).toBe(0);
  const [, on, off] = /^(\d+) notes, (\d+) ends$/m.exec(out)!;
  expect(Number(on)).toBeGreaterThan(0);
  expect(off).toBe(on);
});
