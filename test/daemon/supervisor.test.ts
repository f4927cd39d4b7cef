import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { packOsc } from '../../src/daemon/io/osc.js';
import { readSnapshot } from '../../src/daemon/io/snapshot-file.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { type Running, startGhostnote } from '../support/ghostnote.js';
import { lanAddress } from '../support/lan.js';
import { childrenOf, isAlive } from '../support/processes.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { connectSocket, type SocketClient } from '../support/socket-client.js';
import { until } from '../support/until.js';

const folder = sharedFolder();
beforeAll(() => saveModel(join(folder(), 'model'), smallModel(1, 4)));

interface Box extends Running {
  readonly http: number;
  connect(): Promise<SocketClient>;
  /** Of the process that plays. */
  pid(): Promise<number>;
}

async function box(state: string, ...more: readonly string[]): Promise<Box> {
  const place = ['--osc-port', '0', '--http-port', '0', '--state', join(folder(), state)];
  const model = join(folder(), 'model');
  const running = startGhostnote([
    'play',
    '--headless',
    '--model',
    model,
    '--tempo',
    '240',
    ...['--seconds', '600', '--record', join(folder(), `${state}.mid`)],
    ...place,
    ...more,
  ]);
  onTestFinished(() => void running.child.kill('SIGKILL'));
  await until(() => /127\.0\.0\.1:\d+/.test(running.err()));
  const http = Number(/127\.0\.0\.1:(\d+)/.exec(running.err())![1]);
  return {
    ...running,
    http,
    connect: () => connectSocket(http),
    pid: async () => {
      const health: unknown = await (await fetch(`http://127.0.0.1:${http}/health`)).json();
      return (health as { pid: number }).pid;
    },
  };
}

test('when the process that plays is killed another plays on: settings, seed, preset and the rest of its fade, page, place, and time', async () => {
  const began = performance.now();
  const playing = await box('killed');
  const before = await playing.connect();
  before.send({ type: 'set', name: 'seed', value: 77 });
  before.send({ type: 'set', name: 'temperature', value: 1.5 });
  before.send({ type: 'do', command: 'preset-save', argument: 'chorus' });
  let last = await before.next('tick');
  while (last.bar < 8) last = await before.next('tick');
  const first = await playing.pid();
  const watched = () => childrenOf(playing.child.pid!);
  await until(() => watched().length === 2);
  const [, understudy] = watched();
  before.send({ type: 'set', name: 'preset-fade', value: 3 });
  before.send({ type: 'set', name: 'temperature', value: 0.5 });
  before.send({ type: 'do', command: 'preset', argument: 'chorus' });
  const temperature = async (client: typeof before) =>
    Number((await client.next('values')).values['temperature'] ?? 0);
  while ((await temperature(before)) < 0.7);
  process.kill(first, 'SIGKILL');

  await until(() => playing.err().includes('plays on'));
  await until(() => playing.err().split(`127.0.0.1:${playing.http}`).length > 2);
  const after = await playing.connect();
  const hello = await after.next('hello');
  expect(hello.values).toMatchObject({ seed: 77, tempo: 240 });
  const listed = hello.presets.names.length > 0;
  const presets = listed ? hello.presets : await after.next('presets');
  expect(presets).toMatchObject({ names: ['chorus'], current: 'chorus' });
  const tick = await after.next('tick');
  expect(tick.tick).toBeGreaterThan(last.tick);
  expect(tick.tickInBar).toBe(tick.tick % 16);
  await after.next('note');
  while ((await temperature(after)) < 1.5);
  expect(await playing.pid()).toBe(understudy);
  const left = readSnapshot(join(folder(), 'killed', `playing-of-${playing.child.pid}.json`))!;
  const elapsed = (performance.now() - began) / 1000;
  expect(left.values['seconds']).toBeGreaterThan(600 - elapsed - 2);

  const crashes = join(folder(), 'killed', 'crashes');
  const [report] = readdirSync(crashes);
  expect(readFileSync(join(crashes, report!), 'utf8')).toMatch(/died: SIGKILL[^]*plays "small"/);
  playing.child.kill('SIGTERM');
  const { status, err } = await playing.finished;
  expect(status).toBe(143);
  expect(err).toContain('sessions lists what was played before');
  const log = readFileSync(join(folder(), 'killed', 'logs', 'ghostnote.log'), 'utf8');
  expect(log.match(/plays .*small/g)).toHaveLength(2);
  expect(
    readdirSync(join(folder(), 'killed')).filter((name) => name.startsWith('playing')),
  ).toEqual([]);
});

test('a file of settings that is broken in mid-show is for the next start: another plays on by what it was', async () => {
  const config = join(folder(), 'show.toml');
  await writeFile(config, 'temperature = 1.25\n');
  const playing = await box('configured', '--config', config);
  await writeFile(config, 'tmeprature = 1.25\n');
  await until(() => childrenOf(playing.child.pid!).length === 2);
  for (const deaths of [1, 2]) {
    process.kill(await playing.pid(), 'SIGKILL');
    await until(() => playing.err().split('plays on').length > deaths);
    await until(() => playing.err().split(`127.0.0.1:${playing.http}`).length > 1 + deaths);
    const client = await playing.connect();
    expect((await client.next('hello')).values).toMatchObject({ temperature: 1.25 });
    await client.next('note');
  }
});

test.runIf(lanAddress !== undefined)(
  'a phone that has paired is heard by the next process, too',
  async () => {
    const playing = await box('lan', '--lan');
    await until(() => /code=\w+/.test(playing.err()) && /UDP port \d+/.test(playing.err()));
    const code = /code=(\w+)/.exec(playing.err())![1]!;
    const osc = Number(/UDP port (\d+)/.exec(playing.err())![1]);
    const first = await playing.pid();
    await fetch(`http://${lanAddress}:${playing.http}/?code=${code}`, { redirect: 'manual' });
    const file = join(folder(), 'lan', `playing-of-${playing.child.pid}.json`);
    await until(() => readSnapshot(file)?.paired.includes(lanAddress!) === true);
    process.kill(first, 'SIGKILL');
    await until(() => playing.err().split(`127.0.0.1:${playing.http}`).length > 2);

    const phone = createSocket('udp4').bind(0, lanAddress);
    onTestFinished(() => void phone.close());
    await once(phone, 'listening');
    phone.send(packOsc({ address: '/ghostnote/hello', args: [] }), osc, lanAddress);
    await once(phone, 'message');
    expect(playing.err()).not.toContain('it has not paired');
  },
);

test('what is turned while the music is stopped is kept for the next process', async () => {
  const playing = await box('stopped', '--stopped');
  const client = await playing.connect();
  client.send({ type: 'set', name: 'temperature', value: 1.5 });
  const file = join(folder(), 'stopped', `playing-of-${playing.child.pid}.json`);
  await until(() => readSnapshot(file)?.values['temperature'] === 1.5);
  expect(readSnapshot(file)).toMatchObject({ playing: false, values: { tempo: 240 } });
});

test('the process that plays ends with the one that watches it', async () => {
  const playing = await box('orphan');
  const pid = await playing.pid();
  playing.child.kill('SIGKILL');
  await until(() => !isAlive(pid));
  const log = readFileSync(join(folder(), 'orphan', 'logs', 'ghostnote.log'), 'utf8');
  expect(log).toContain('the process that watches it is gone');
});
