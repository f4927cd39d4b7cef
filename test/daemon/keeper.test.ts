import { execFileSync } from 'node:child_process';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { defaults } from '../../src/daemon/core/settings.js';
import type { TickMessage } from '../../src/daemon/core/messages.js';
import type { Values } from '../../src/daemon/core/setting.js';
import { Keeper } from '../../src/daemon/keeper.js';
import { modelFiles } from '../../src/model/files/model-files.js';
import { logLines } from '../support/fake-daemon.js';
import { scratchFolder } from '../support/scratch-folder.js';

const info = { name: 'fake', material: 'drums', grid: 16, engine: 'fake', device: 'cpu' } as const;

const bars = (count: number): TickMessage[] =>
  Array.from({ length: 16 * count }, (_, tick) => ({
    ...{ type: 'tick', part: 1, tick, bar: Math.floor(tick / 16), tickInBar: tick % 16 },
    ...{ token: 'REST', heard: 'self', missed: false },
  }));

async function setUp(place?: string, values: Values = {}) {
  const state = place ?? (await scratchFolder());
  const { lines, log } = logLines();
  const keeper = new Keeper({ values: { ...defaults(), ...values, state }, version: '0.0.0', log });
  await keeper.begin([info]);
  return { keeper, lines, state, takes: join(state, 'takes') };
}

test('of many takes that are asked for at once two are written, one after the other', async () => {
  const { keeper, lines, takes } = await setUp();
  for (const tick of bars(8)) keeper.add(tick);
  await Promise.all(Array.from({ length: 100 }, () => keeper.keepBars(4)));
  expect(lines).toEqual(Array(2).fill(expect.stringContaining('info Kept the last 4 bars')));
  await Promise.all([4, 2, 8, 4].map((wanted) => keeper.keepBars(wanted)));
  expect(lines.slice(2)).toEqual(
    ['4 bars', '8 bars'].map((kept) => expect.stringContaining(`Kept the last ${kept}`) as string),
  );
  for (const name of await readdir(takes)) expect(name).toMatch(/ [48] bars\.mid$/);
  await keeper.close();
});

test('a take is called after the bars that there are; before the first there is none', async () => {
  const { keeper, lines, takes } = await setUp();
  await keeper.keepBars(32);
  expect(lines).toEqual([expect.stringContaining('nothing was played yet')]);
  for (const tick of bars(3)) keeper.add(tick);
  await keeper.keepBars(32);
  expect(lines[1]).toMatch(/Kept all 3 bars there are, 0 notes: .* 3 bars\.mid$/);
  expect(await readdir(takes)).toEqual([expect.stringMatching(/ 3 bars\.mid$/)]);
  await keeper.close();
});

test('a take that was asked for is written before the session is over', async () => {
  const { keeper, lines, takes } = await setUp();
  for (const tick of bars(1000)) keeper.add(tick);
  void keeper.keepBars(3);
  await keeper.close();
  expect(await readdir(takes)).toHaveLength(1);
  expect(lines).toEqual([expect.stringContaining('Kept the last 3 bars')]);
});

test('copies of the models that played are whole before the session is over', async () => {
  const files = Object.fromEntries(modelFiles.map((name) => [name, new Uint8Array(2e6)]));
  const [first, second] = [await scratchFolder(files), await scratchFolder(files)];
  const { keeper, state } = await setUp(await scratchFolder(), { model: first });
  const loaded = { type: 'model', part: 0, number: 1, model: second, blendModel: '' } as const;
  keeper.add(loaded);
  await keeper.close();
  const copied = await readdir(join(state, 'models'), { recursive: true });
  // Each in a folder that says whose copy it is.
  expect(copied).toHaveLength(2 * (1 + modelFiles.length + 1));
  expect(copied.filter((name) => name.includes('.part'))).toEqual([]);
});

// A named pipe that nobody writes to hangs as a share does that has gone.
test.skipIf(process.platform === 'win32')(
  'a model folder that hangs in the midst of a copy keeps no session from its end',
  async () => {
    const folder = await scratchFolder();
    const pipes = modelFiles.map((name) => join(folder, name));
    execFileSync('mkfifo', pipes);
    const { keeper, state } = await setUp(await scratchFolder(), { model: folder });
    await keeper.close();
    expect(await readdir(state)).not.toContain('models');
    // It goes on where the share comes back: before its folder goes, it has ended.
    const copied = async () => {
      for (const pipe of pipes) await (await open(pipe, 'r+')).close();
      const names = await readdir(join(state, 'models'), { recursive: true });
      expect(names.filter((name) => name.endsWith('.json'))).toHaveLength(1);
    };
    await vi.waitFor(copied, { timeout: 20_000 });
  },
);

test('no take takes the place of another, though the clock is set back an hour', async () => {
  vi.setSystemTime('2026-10-25T00:30:00Z');
  onTestFinished(() => void vi.useRealTimers());
  const { keeper, takes } = await setUp();
  for (const tick of bars(1)) keeper.add(tick);
  for (let take = 0; take < 3; take += 1) await keeper.keepBars(1);
  expect(await readdir(takes)).toHaveLength(3);
  await keeper.close();
});

test('a take is of its own session, though another one began in the same second', async () => {
  vi.setSystemTime('2026-10-25T00:30:00Z');
  onTestFinished(() => void vi.useRealTimers());
  const first = await setUp();
  const second = await setUp(first.state);
  for (const tick of bars(3)) first.keeper.add(tick);
  for (const tick of bars(1)) second.keeper.add(tick);
  await second.keeper.close();
  await first.keeper.keepBars(8);
  expect(first.lines).toEqual([expect.stringContaining('Kept all 3 bars')]);
  await first.keeper.close();
});
