import { createSocket } from 'node:dgram';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ServerMessage, Values } from '../../src/daemon/api.js';
import { controlsOf, liveCount, packLive } from '../../src/daemon/core/live-values.js';
import { defaults } from '../../src/daemon/core/settings.js';
import { monotonic } from '../../src/daemon/io/monotonic.js';
import { packOsc } from '../../src/daemon/io/osc.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import { at, create } from '../model/small-generator.js';
import { smallModel } from '../model/small.js';
import { built } from '../support/built.js';
import { lastJson, runGhostnote } from '../support/ghostnote.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { until } from '../support/until.js';
import { untaught } from '../support/untaught.js';

const { createGhostnote } = (await import(
  built('src/daemon/api.js').href
)) as typeof import('../../src/daemon/api.js');

const { startDaemon } = (await import(
  built('src/daemon/start-daemon.js').href
)) as typeof import('../../src/daemon/start-daemon.js');

/** Half a second a tick, of which it decides the next one in the second half. */
const slow = { tempo: 30, temperature: 2 };
const ticks = 7;
/** As this tick begins, the message is sent. */
const sentAt = 2;

/** What it plays where the temperature is another from tick `changed` on. */
async function tokensWhere(changed: number, seed: number): Promise<string[]> {
  const generator = await create();
  const live = new Float64Array(liveCount(1));
  const tokens: string[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    packLive({ ...slow, seed, temperature: tick < changed ? 2 : 0 }, live);
    tokens.push((await generator.next(at(tick, { controls: controlsOf(live, 0) }))).token);
  }
  await generator.close();
  return tokens;
}

async function begin(more: Values, model = smallModel(1, 4)) {
  const folder = await scratchFolder();
  await saveModel(folder, model);
  const ports = { 'osc-port': 0, 'http-port': 0 };
  const settings = { ...ports, model: folder, state: folder, ...more };
  const lines: string[] = [];
  const log = (_level: string, line: string) => lines.push(line);
  const ghostnote = await createGhostnote({ settings, log });
  onTestFinished(async () => {
    await ghostnote.close();
  });
  return { ghostnote, folder, lines };
}

// A machine that stalls for a quarter of a second makes it a tick later.
test('a temperature sent by OSC is in force at the next tick', { retry: 3 }, async () => {
  // With another seed the change may make no difference where it comes a tick later.
  let seed = 0;
  let [next, afterNext]: string[][] = [];
  do {
    seed++;
    [next, afterNext] = [await tokensWhere(sentAt + 1, seed), await tokensWhere(sentAt + 2, seed)];
  } while (next.join() === afterNext.join());
  const { ghostnote } = await begin({ ...slow, seed });
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  const colder = packOsc({ address: '/ghostnote/temperature', args: [{ type: 'f', value: 0 }] });
  const tokens: string[] = [];
  ghostnote.on('tick', ({ tick, token }) => {
    tokens.push(token);
    if (tick === sentAt) socket.send(colder, ghostnote.ports.osc, '127.0.0.1');
  });
  ghostnote.start();
  await until(() => tokens.length === ticks);
  expect(tokens).toEqual(next);
});

test('a window that was saved is recalled while it plays, and by a replay of that', async () => {
  // At temperature 0 it plays no two bars alike: a window that was not recalled would be heard.
  const settings = { tempo: 240, temperature: 0, 'preset-window': true };
  const { ghostnote, folder } = await begin(settings, smallModel(4, 4));
  let bar = -1;
  ghostnote.on('tick', (tick) => (bar = tick.bar));
  ghostnote.start();
  await until(() => bar === 1);
  ghostnote.do('preset-save', 'groove');
  await until(() => bar === 2);
  ghostnote.do('preset', 'groove');
  await until(() => bar === 4);
  await ghostnote.close();
  const journal = (await sessionFiles(folder)).join('');
  expect(journal).toMatch(/^\["order",0,"recall",1,0\]$/m);
  const replay = await runGhostnote(['replay', 'last', '--state', folder, '--json']);
  expect(lastJson(replay)).toMatchObject({ identical: true });
});

/** What is written of the one session of a folder. */
async function sessionFiles(folder: string): Promise<string[]> {
  const sessions = join(folder, 'sessions');
  const files = await readdir(sessions, { recursive: true, withFileTypes: true });
  const written = files.filter((file) => file.isFile());
  return Promise.all(
    written.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  );
}

test('whoever sets a style that the model knows nothing of is told so: flag or client', async () => {
  const { ghostnote, lines } = await begin({ style: 'rock' }, untaught());
  const told = () => lines.filter((line) => line.includes('knows no styles'));
  expect(told()).toEqual([expect.stringContaining('style rock')]);
  ghostnote.set('style', 'jazz');
  await until(() => told().length === 2);
  expect(told()[1]).toContain('style jazz');
});

/** A daemon that a player is beside. */
async function beginBeside(more: Values) {
  const folder = await scratchFolder();
  await saveModel(folder, smallModel(1, 4));
  const place = { 'osc-port': 0, 'http-port': 0, model: folder, state: folder };
  const daemon = await startDaemon({
    values: { ...defaults(), ...place, ...more },
    ...{ log: () => undefined, quit: () => undefined, failed: () => undefined },
  });
  onTestFinished(async () => {
    await daemon.stop();
  });
  return daemon;
}

test('clients are told of the keys that are struck beside it, not of those that go up', async () => {
  const { control, controllers } = await beginBeside({});
  const keys: ServerMessage[] = [];
  control.subscribe((message) => {
    if (message.type === 'key') keys.push(message);
  });
  for (const velocity of [90, 0]) controllers.key(38, velocity, monotonic.now(), 9);
  controllers.key(60, 70, monotonic.now(), 1);
  await until(() => keys.length === 2);
  expect(keys).toEqual([
    {
      type: 'key',
      pitch: 38,
      velocity: 90,
      channel: 10,
      label: 'snare',
      voice: 'snare',
      beat: null,
    },
    {
      type: 'key',
      pitch: 60,
      velocity: 70,
      channel: 2,
      label: 'C4',
      voice: 'high-tom',
      beat: null,
    },
  ]);
});

test('who plays faster beside it has it play faster, where the beat is to be his', async () => {
  const { control, controllers } = await beginBeside({ clock: 'player', tempo: 120 });
  control.do('start');
  const began = monotonic.now();
  for (let eighth = 0; Math.abs(control.clock.bpm - 130) > 1.5; eighth += 1) {
    const at = began + (eighth * 30e6) / 130;
    await until(() => monotonic.now() >= at);
    for (const velocity of [90, 0]) controllers.key(60, velocity, at, 0);
  }
  expect(control.clock.state).toBe('player');
  expect(control.values['tempo']).toBe(120);
});

test('who strikes a key four times has it begin on the next beat, and end when he has', async () => {
  const { control, controllers } = await beginBeside({ 'count-in': 4, 'end-after': 1 });
  const bars: number[] = [];
  const ticks: number[] = [];
  control.subscribe((message) => {
    if (message.type !== 'tick') return;
    ticks.push(monotonic.now());
    if (message.tickInBar === 0) bars.push(message.bar);
  });
  const strike = (at: number): void => {
    for (const velocity of [90, 0]) controllers.key(60, velocity, at, 0);
  };
  const began = monotonic.now();
  for (let stroke = 0; stroke < 4; stroke += 1) {
    const at = began + stroke * 250_000;
    await until(() => monotonic.now() >= at);
    expect(control.playing).toBe(false);
    strike(at);
  }
  await until(() => ticks.length > 4);
  expect(control.values['tempo']).toBe(240);
  expect(ticks[0]).toBeGreaterThanOrEqual(began + 4 * 250_000);
  strike(monotonic.now());
  await until(() => !control.playing);
  expect(bars).toEqual([0, 1, 2]);
});

test('who shuffles on a keyboard beside it has it shuffle along', async () => {
  const { control, controllers } = await beginBeside({ tempo: 160 });
  let before: number | undefined;
  control.subscribe((message) => {
    if (message.type !== 'tick' || message.tickInBar % 4 > 0) return;
    // What was played in the beat that is over.
    const now = monotonic.now();
    for (const place of before === undefined ? [] : [0, 2 / 3]) {
      const at = before! + place * (now - before!);
      for (const velocity of [90, 0]) controllers.key(60, velocity, at, 0);
    }
    before = now;
  });
  control.do('start');
  await until(() => control.values['swing'] !== 50);
  expect(control.values['swing-notes']).toBe('8ths');
  // What is heard of a beat, and when, shakes where the machine is busy.
  expect(Math.abs((control.values['swing'] as number) - 67)).toBeLessThan(4);
});

test('models that come along or have played are offered to load, in the next session too', async () => {
  const [one, other] = [await scratchFolder(), await scratchFolder()];
  for (const folder of [one, other]) await saveModel(folder, smallModel(2, 4));
  const { ghostnote, folder: state } = await begin({ model: one });
  const offered = () => ghostnote.describe().loadable;
  const shipped = ['groove', 'groove-tutorial', 'nottingham'];
  expect(offered()).toEqual([...shipped, one]);
  const told: ServerMessage[] = [];
  ghostnote.on('loadable', (message) => told.push(message));
  ghostnote.do('load', other);
  await until(() => told.some((message) => 'names' in message && message.names.includes(other)));
  expect(offered()).toEqual([...shipped, other, one]);
  await ghostnote.close();
  const next = await begin({ model: 'nottingham', state });
  await until(() => next.ghostnote.describe().loadable.length > shipped.length);
  expect(next.ghostnote.describe().loadable.toSorted()).toEqual(
    [...shipped, one, other].toSorted(),
  );
});
