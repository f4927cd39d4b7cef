import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { Controllers } from '../../src/daemon/controllers.js';
import { readControllers } from '../../src/daemon/io/controller-file.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { startBox } from '../support/box.js';
import { fakeDaemon } from '../support/fake-daemon.js';
import { scratchFolder, sharedFolder } from '../support/scratch-folder.js';
import { until } from '../support/until.js';

const folder = sharedFolder();
beforeAll(() => saveModel(join(folder(), 'model'), smallModel(1, 4)));

test('a control surface is told what learned controls are set to, from the start on and by anybody', async () => {
  const state = join(folder(), 'state');
  mkdirSync(state);
  const controls = [
    { kind: 'cc', channel: 2, number: 21, target: 'temperature' },
    { kind: 'bend', channel: 3, number: 0, target: 'density' },
    { kind: 'note', channel: 10, number: 36, target: 'mute' },
  ];
  writeFileSync(join(state, 'controllers.json'), JSON.stringify({ controls }));
  const place = ['--model', join(folder(), 'model'), '--state', state];
  const surface = ['--surface', 'ghostnote surface', '--temperature', '0.5'];
  const box = await startBox(join(folder(), 'wire'), [...place, ...surface]);
  onTestFinished(() => void box.child.kill('SIGKILL'));
  const told = (...message: number[]) =>
    until(() => box.sent().some((each) => each.join() === message.join()));
  await told(0xb1, 21, 32);
  await told(0xe2, 0, 64);
  box.client.send({ type: 'set', name: 'temperature', value: 2 });
  await told(0xb1, 21, 127);
  box.client.send({ type: 'set', name: 'density', value: 1 });
  await told(0xe2, 127, 127);
  box.client.send({ type: 'set', name: 'mute', value: true });
  await told(0x99, 36, 127);
});

/** A daemon whose controllers were taught what `file` says, and what it logs. */
async function taughtBy(file: string) {
  const { control } = fakeDaemon();
  const music = { key: () => undefined, realTime: () => undefined };
  const lines: string[] = [];
  const controllers = new Controllers(control, music, file, (_, line) => void lines.push(line));
  await controllers.ready;
  const teach = async (target: string, number: number) => {
    controllers.learn(target);
    controllers.control({ kind: 'cc', channel: 1, number, value: 0.5 }, 0);
    await controllers.written;
  };
  return { controllers, teach, lines };
}

test('what one daemon is taught outlives what another one beside it is taught', async () => {
  const file = join(await scratchFolder(), 'taught.json');
  const [one, other] = [await taughtBy(file), await taughtBy(file)];
  await one.teach('temperature', 1);
  await other.teach('density', 2);
  await one.teach('humanize', 3);
  one.controllers.unlearn('temperature');
  await one.controllers.written;
  expect((await readControllers(file)).map(({ target }) => target)).toEqual([
    'density',
    'humanize',
  ]);
});

test('who stops to wait for a control keeps the one there was', async () => {
  const file = join(await scratchFolder(), 'taught.json');
  const { controllers, teach, lines } = await taughtBy(file);
  await teach('temperature', 1);
  controllers.learn('temperature');
  controllers.unlearn('temperature');
  await controllers.written;
  expect(lines.at(-1)).toBe('temperature waits for no control now.');
  expect(await readControllers(file)).toHaveLength(1);
});

test('a file of controllers that cannot be read is left as it is, and what is taught then works until the end', async () => {
  const file = join(await scratchFolder(), 'taught.json');
  writeFileSync(file, '{"controls": [');
  const { controllers, teach, lines } = await taughtBy(file);
  await teach('temperature', 1);
  expect(readFileSync(file, 'utf8')).toBe('{"controls": [');
  expect(lines.filter((line) => line.includes('is no table of learned controls'))).toHaveLength(2);
  controllers.unlearn('temperature');
  expect(lines.at(-1)).toBe('temperature has no control now.');
  await controllers.written;
});

/** A player with a pedal; what the music is told of the keys. */
async function playing() {
  const { control, commands } = fakeDaemon();
  const told: [pitch: number, velocity: number][] = [];
  const music = {
    key: (pitch: number, velocity: number) => told.push([pitch, velocity]),
    realTime: () => undefined,
  };
  const file = join(await scratchFolder(), 'taught.json');
  const controllers = new Controllers(control, music, file, () => undefined);
  await controllers.ready;
  onTestFinished(() => controllers.written);
  const pedal = (value: number) =>
    controllers.control({ kind: 'cc', channel: 1, number: 64, value }, 0);
  const press = () => {
    for (const velocity of [90, 0]) controllers.key(60, velocity, 0, 0);
    return told.splice(0);
  };
  return { commands, controllers, told, pedal, press };
}

test('a sustain pedal holds what is let go, but for one that was taught to do something else', async () => {
  const { commands, controllers, told, pedal, press } = await playing();
  pedal(1);
  expect(press()).toEqual([[60, 90]]);
  pedal(0);
  expect(told.splice(0)).toEqual([[60, 0]]);
  pedal(1);
  press();
  controllers.learn('fill');
  pedal(0);
  expect(told.splice(0)).toEqual([[60, 0]]);
  pedal(1);
  expect(commands).toEqual(['fill']);
  await controllers.written;
  expect(press()).toEqual([
    [60, 90],
    [60, 0],
  ]);
});

test('after a panic no pedal holds a key, though nobody heard it go up', async () => {
  const { pedal, press, controllers } = await playing();
  const stroke = [
    [60, 90],
    [60, 0],
  ];
  pedal(1);
  expect(press()).toEqual([[60, 90]]);
  controllers.panic();
  expect(press()).toEqual(stroke);
  pedal(1);
  expect(press()).toEqual([[60, 90]]);
});
