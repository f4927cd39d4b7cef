import { describe, expect, test, vi } from 'vitest';
import { Control } from '../../../src/daemon/core/control.js';
import { commands } from '../../../src/daemon/core/live-commands.js';
import type { Values } from '../../../src/daemon/core/setting.js';
import { defaults, liveSettings, settings } from '../../../src/daemon/core/settings.js';
import { about, fakeDaemon, listenTo } from '../../support/fake-daemon.js';
import { faultOf } from '../../support/faults.js';

const liveNumbers = liveSettings.filter((setting) => setting.type === 'number');

describe.each(liveNumbers)('setting $name', ({ name, min, max }) => {
  test.each([
    ['in range', min, min],
    ['below', min - 1, min],
    ['above', max + 1, max],
  ])('%s, reaches the daemon and every subscriber once, clamped', (_, asked, given) => {
    const { control, changes } = fakeDaemon();
    const heard = [listenTo(control), listenTo(control)];
    control.set(name, asked);
    expect(changes).toEqual([{ ...control.values, [name]: given }]);
    const echo = { type: 'values', values: { [name]: given } };
    expect(heard).toEqual([[echo], [echo]]);
    expect(control.hello().values[name]).toBe(given);
  });
});

test('what cannot be set changes nothing and is told to nobody', () => {
  const { control, changes } = fakeDaemon();
  const heard = listenTo(control);
  const before = { ...control.values };
  const frozen = settings.filter(({ live }) => !live).map(({ name }) => [name, 1] as const);
  for (const [name, value] of [...frozen, ['tempo', NaN], ['tempo', '120'], ['__proto__', 1]]) {
    expect(['BAD_VALUE', 'UNKNOWN_NAME']).toContain(
      faultOf(() => control.set(String(name), value)).code,
    );
  }
  expect(changes).toEqual([]);
  expect(heard).toEqual([]);
  expect(control.values).toEqual(before);
});

test('values are read as they stand, without a copy of all; what was told stays as it was', () => {
  const { control, changes } = fakeDaemon();
  const { values } = control;
  const hello = control.hello();
  control.set('tempo', 91);
  control.set('tempo', 92);
  expect(values['tempo']).toBe(92);
  expect(hello.values['tempo']).toBe(120);
  expect(changes.map(({ tempo }) => tempo)).toEqual([91, 92]);
});

test('the address for a phone is asked for where it is told, and not with each note', () => {
  const phone = vi.fn(() => 'http://192.0.2.2:8765/');
  const { control } = fakeDaemon({ phone });
  expect(control.models[0].name).toBe('fake drummer');
  expect(phone).not.toHaveBeenCalled();
  expect(control.hello().phone).toBe('http://192.0.2.2:8765/');
});

test('every command reaches the daemon, and no other name does', () => {
  const daemon = fakeDaemon();
  for (const { name, argument } of commands) daemon.control.do(name, argument && '1');
  expect(daemon.commands).toEqual(commands.map(({ name }) => name));
  expect(faultOf(() => daemon.control.do('strat')).line).toContain('did you mean start?');
  expect(daemon.commands).toHaveLength(commands.length);
});

test('a client that comes late is told the values and the transport as they are', () => {
  const { control } = fakeDaemon();
  control.set('seed', 7);
  control.do('start');
  const now = { playing: true, values: { seed: 7 }, phone: null };
  expect(control.hello()).toMatchObject({ ...about, ...now });
  expect(control.hello().settings).toEqual(liveSettings);
  control.do('stop');
  expect(control.hello().playing).toBe(false);
});

test('who has left hears no more', () => {
  const { control } = fakeDaemon();
  const heard: unknown[] = [];
  const leave = control.subscribe((message) => heard.push(message));
  expect(control.subscribers).toBe(1);
  leave();
  control.set('tempo', 99);
  expect(heard).toEqual([]);
  expect(control.subscribers).toBe(0);
});

test('it starts from the values of the start, not from the defaults', () => {
  const nothing = { onChange: () => undefined, onCommand: () => undefined };
  const control = new Control({ ...defaults(), tempo: 77 }, () => about, nothing);
  expect(control.values.tempo).toBe(77);
  expect(Object.keys(control.values)).toEqual(liveSettings.map(({ name }) => name));
});

test('what is set while changes are gathered is one change, told once, with the latest values', () => {
  const waiting: (() => void)[] = [];
  const changes: Values[] = [];
  const given: string[] = [];
  const hooks = {
    onChange: (values: Values) => changes.push(values),
    onCommand: (name: string) => given.push(`${name} at ${String(changes.at(-1)?.tempo)}`),
  };
  const control = new Control(
    defaults(),
    () => about,
    hooks,
    (act) => waiting.push(act),
  );
  const heard = listenTo(control);
  for (let tempo = 100; tempo < 150; tempo++) control.set('tempo', tempo);
  control.set('seed', 7);
  expect([heard, changes, control.values.tempo]).toEqual([[], [], 149]);
  expect(waiting).toHaveLength(1);
  waiting.shift()!();
  expect(heard).toEqual([{ type: 'values', values: { tempo: 149, seed: 7 } }]);
  expect(changes).toEqual([control.values]);
  control.set('tempo', 90);
  control.do('start');
  expect(given).toEqual(['start at 90']);
  waiting.shift()!();
  expect(changes).toHaveLength(2);
});

test('each part has its own value and its own commands, by its names', () => {
  const { control, changes, commands: given } = fakeDaemon({}, { parts: 3 });
  const heard = listenTo(control);
  control.set('part/2/temperature', 5);
  control.set('part/1/temperature', 0.5);
  expect(heard).toEqual([
    { type: 'values', values: { 'part/2/temperature': 2 } },
    { type: 'values', values: { temperature: 0.5 } },
  ]);
  expect(changes.at(-1)).toMatchObject({
    temperature: 0.5,
    'part/2/temperature': 2,
    'part/3/temperature': 1,
  });
  control.do('part/3/forget');
  expect(given).toEqual(['forget']);
  for (const name of ['part/4/temperature', 'part/2/tempo']) {
    expect(faultOf(() => control.set(name, 1)).code).toBe('UNKNOWN_NAME');
  }
  expect(faultOf(() => control.set('part/4/mute', true)).line).toContain('--parts 4');
  expect(faultOf(() => control.do('part/2/panic')).line).toContain('all parts share panic');
  expect(faultOf(() => control.do('part/2/forgte')).line).toContain('did you mean part/2/forget?');
});
