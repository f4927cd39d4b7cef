import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaults } from '../../src/daemon/core/settings.js';
import { Keeper } from '../../src/daemon/keeper.js';
import { logLines } from '../support/fake-daemon.js';
import { scratchFolder } from '../support/scratch-folder.js';

const info = { name: 'fake', material: 'drums', grid: 16, engine: 'fake', device: 'cpu' } as const;

async function setUp() {
  const state = await scratchFolder();
  const { lines, log } = logLines();
  const keeper = new Keeper({ values: { ...defaults(), state }, version: '0.0.0', log });
  await keeper.begin([info]);
  return { keeper, lines, takes: join(state, 'takes') };
}

test('of many takes that are asked for at once two are written, one after the other', async () => {
  const { keeper, lines, takes } = await setUp();
  await Promise.all(Array.from({ length: 100 }, () => keeper.keepBars(4)));
  expect(lines).toEqual(Array(2).fill(expect.stringContaining('info Kept the last 4 bars')));
  await keeper.keepBars(8);
  expect(lines[2]).toContain('Kept the last 8 bars');
  for (const name of await readdir(takes)) expect(name).toMatch(/ [48] bars\.mid$/);
  await keeper.close();
});
