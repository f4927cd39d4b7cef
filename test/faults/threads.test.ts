import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { type Box, startBox } from '../support/box.js';
import { childrenOf } from '../support/processes.js';
import { noteFaults, soundingAfter } from '../support/notes.js';
import { runHere } from '../support/run-here.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { connectSocket } from '../support/socket-client.js';
import { until } from '../support/until.js';

const folder = sharedFolder();
const model = () => join(folder(), 'model');
beforeEach(() => saveModel(model(), smallModel(1, 4)));

let count = 0;
async function box(...more: readonly string[]) {
  const own = ['--model', model(), '--state', join(folder(), 'state'), '--tempo', '240'];
  const playing = await startBox(join(folder(), `${(count += 1)}.wire`), [...own, ...more]);
  onTestFinished(() => void playing.child.kill('SIGKILL'));
  return playing;
}

async function end(playing: Box): Promise<void> {
  playing.child.kill('SIGTERM');
  await playing.finished;
  expect(noteFaults(playing.sent())).toEqual({ stray: 0, restruck: 0, open: 0 });
}

// A process may take seconds to begin beside other tests.
const patience = { timeout: 180_000 };

test.each(['engine', 'memory'] as const)(
  'where the model thread dies of its %s, another plays on, and the clock never stops',
  patience,
  async (what) => {
    const playing = await box();
    const { pid } = await playing.health();
    while ((await playing.planned()).bar < 2);
    await playing.sabotage(what);
    let last = await playing.client.next('tick');
    while (!playing.err().includes('The model thread plays on')) {
      const tick = await playing.client.next('tick');
      expect(tick.tick).toBe(last.tick + 1);
      last = tick;
    }
    await playing.planned();
    expect(await playing.health()).toMatchObject({ pid, modelRestarts: 1, engine: 'ort' });
    await end(playing);
  },
);

test(
  'where an engine fails another one takes its place, in the same thread',
  patience,
  async () => {
    const playing = await box('--engine', 'tfjs', '--device', 'js');
    while ((await playing.planned()).bar < 2);
    await playing.sabotage('engine');
    await until(() => playing.err().includes('goes on with ort on the cpu'));
    const { tick } = await playing.client.next('tick');
    expect((await playing.planned()).tick).toBeGreaterThan(tick);
    const health = await playing.health();
    expect(health).toMatchObject({ modelRestarts: 0, engine: 'ort', device: 'cpu' });
    expect(health['problems']).toContain('js has gone');
    await end(playing);
  },
);

const died = (playing: Box) => playing.err().split('The model thread died').length;

test.each([[], ['--parts', '2', '--tempo', '60']])(
  'a session whose model thread died, and died again, is played again the same',
  patience,
  async (...more) => {
    const state = join(folder(), `again-${more.length}`);
    const playing = await box('--state', state, ...more);
    for (let deaths = 1; deaths <= 2; deaths += 1) {
      const { tick } = await playing.planned();
      while ((await playing.planned()).tick < tick + 20);
      await playing.sabotage('engine');
      // Of two threads one or both may be hit.
      while (Number((await playing.health())['modelRestarts']) < deaths) await playing.planned();
      await until(() => died(playing) === playing.err().split('thread plays on').length);
    }
    for (let ticks = 0; ticks < 20; ticks += 1) await playing.planned();
    await end(playing);
    const again = await runHere(['replay', 'last', '--state', state]);
    expect(again.err).toContain('the same again');
  },
);

test.each([
  ['the clock thread has no memory', 'clock'],
  ['the main thread throws what nobody catches', 'main'],
] as const)('where %s another process plays on', patience, async (_, what) => {
  const playing = await box('--seed', '77');
  const { pid } = await playing.health();
  while ((await playing.planned()).bar < 2);
  await playing.sabotage(what);
  await until(() => playing.err().includes('another one plays on'));
  const { length } = playing.sent();
  await until(() => playing.sent().length > length + 3 * 16 + 8);
  expect(await playing.health()).not.toMatchObject({ pid });
  const { values } = await (await connectSocket(playing.http)).next('hello');
  expect(values).toMatchObject({ seed: 77 });
  playing.child.kill('SIGTERM');
  await playing.finished;
  expect(soundingAfter(playing.sent())).toBe(0);
});

test(
  'where its folder has gone the copy plays: after the death of a thread, of two processes, and at a new start',
  patience,
  async () => {
    const playing = await box('--seed', '77');
    while ((await playing.planned()).bar < 2);
    renameSync(model(), `${model()}-gone`);
    await playing.sabotage('memory');
    const copy = /model cannot be played any more: .*Its copy plays, /;
    await until(() => copy.test(playing.err()));
    await playing.planned();
    for (let deaths = 1; deaths <= 2; deaths += 1) {
      const { length } = playing.sent();
      process.kill((await playing.health())['pid'] as number, 'SIGKILL');
      await until(() => playing.err().split('another one plays on').length > deaths);
      await until(() => playing.sent().length > length + 3 * 16 + 8);
      expect((await (await connectSocket(playing.http)).next('hello')).values).toMatchObject({
        seed: 77,
      });
    }
    playing.child.kill('SIGTERM');
    await playing.finished;
    expect(soundingAfter(playing.sent())).toBe(0);

    const later = await box();
    expect(later.err()).toContain('Its copy plays');
    await later.planned();
    await end(later);
  },
);

test(
  'where folder and copy have gone the last bar goes on, a line says so once, and the model plays again once the folder is back',
  patience,
  async () => {
    const playing = await box('--state', stateWithoutCopies('thread'));
    while ((await playing.planned()).bar < 2);
    renameSync(model(), `${model()}-away`);
    await playing.sabotage('memory');
    while (!(await playing.client.next('tick')).missed);
    const { length } = playing.sent();
    // It is tried more than once meanwhile.
    for (let ticks = 0; ticks < 80; ticks += 1) await playing.client.next('tick');
    expect(playing.sent().length).toBeGreaterThan(length + 3 * 16);
    expect((await playing.health())['problems']).toContain('the model thread died');
    renameSync(`${model()}-away`, model());
    await playing.planned();
    expect(playing.err().split('so the last bar goes on').length).toBe(2);
    await end(playing);
  },
);

test(
  'where folder and copy have gone an understudy has the model; a later process says what it misses, until the folder is back',
  patience,
  async () => {
    const playing = await box('--state', stateWithoutCopies('process'));
    const kill = async () => process.kill((await playing.health())['pid'] as number, 'SIGKILL');
    await until(() => childrenOf(playing.child.pid!).length === 2);
    // The understudy has loaded by then.
    while ((await playing.planned()).bar < 12);
    renameSync(model(), `${model()}-away`);
    await kill();
    const { length } = playing.sent();
    await until(() => playing.sent().length > length + 3 * 16 + 8);
    await kill();
    await until(() => /model\.json: cannot be read[^]*could not begin/.test(playing.err()));
    renameSync(`${model()}-away`, model());
    const before = playing.sent().length;
    await until(() => playing.sent().length > before + 3 * 16 + 8);
    playing.child.kill('SIGTERM');
    await playing.finished;
    expect(soundingAfter(playing.sent())).toBe(0);
  },
);

/** A folder of that name for what outlives a session, in which no model can be kept. */
function stateWithoutCopies(name: string): string {
  const state = join(folder(), name);
  mkdirSync(state);
  writeFileSync(join(state, 'models'), 'a file where the folder of the copies would be');
  return state;
}
