import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { beatSources, clockStates } from '../../../src/daemon/core/clock-status.js';
import { turns } from '../../../src/daemon/core/mode.js';
import { outgoingRows } from '../../../src/daemon/core/osc-outgoing.js';
import type { ServerMessage } from '../../../src/daemon/core/messages.js';
import { parseOsc, readCommand, renderOsc } from '../../../src/daemon/core/osc-addresses.js';
import { commands, type LiveCommand } from '../../../src/daemon/core/live-commands.js';
import { liveSettings } from '../../../src/daemon/core/settings.js';
import { about, fakeDaemon } from '../../support/fake-daemon.js';
import { faultOf } from '../../support/faults.js';

const [model] = about.models;

const numbers = liveSettings.filter((setting) => setting.type === 'number');
const others = liveSettings.filter((setting) => setting.type !== 'number');

test.each(numbers)('/ghostnote/$name sets with an argument and asks without', ({ name }) => {
  const address = `/ghostnote/${name}`;
  expect(parseOsc({ address, args: [] })).toEqual({ kind: 'ask', name });
  expect(parseOsc({ address, args: [0.5] })).toEqual({ kind: 'set', name, value: 0.5 });
  expect(parseOsc({ address, args: ['0.5'] })).toEqual({ kind: 'set', name, value: 0.5 });
  expect(parseOsc({ address, args: ['x'] })).toEqual({ kind: 'set', name, value: 'x' });
  expect(parseOsc({ address, args: [null] })).toEqual({ kind: 'set', name, value: null });
});

test.each(others)('/ghostnote/$name sets by a word or by a number', (setting) => {
  const { name, type } = setting;
  const address = `/ghostnote/${name}`;
  const meant = (args: (number | string | boolean | null)[]) => parseOsc({ address, args });
  expect(meant([])).toEqual({ kind: 'ask', name });
  const [off, on] = type === 'choice' ? setting.choices : [false, true];
  expect(meant([0])).toEqual({ kind: 'set', name, value: off });
  expect(meant(['1'])).toEqual({ kind: 'set', name, value: on });
  expect(meant([on])).toEqual({ kind: 'set', name, value: on });
  expect(meant(['x'])).toEqual({ kind: 'set', name, value: 'x' });
  expect(meant([null])).toEqual({ kind: 'set', name, value: null });
});

const plain = commands.filter(({ argument }) => argument === undefined);

test.each(plain)('/ghostnote/$name is done on a press and not on letting go', ({ name }) => {
  const address = `/ghostnote/${name}`;
  for (const args of [[], [1], [true], [0.5], ['go'], [null]]) {
    expect(parseOsc({ address, args })).toEqual({ kind: 'do', command: name });
  }
  for (const args of [[0], [false]]) {
    expect(parseOsc({ address, args })).toEqual({ kind: 'nothing' });
  }
});

const row = (type: 'text' | 'number', optional: boolean): LiveCommand => ({
  name: 'start',
  help: '',
  argument: { name: 'it', type, help: '', optional },
});

test.each([
  ['text', false, ['verse'], 'verse'],
  ['text', false, [1], 1],
  ['text', false, [], undefined],
  ['text', true, [1], undefined],
  ['text', true, [true], undefined],
  ['text', true, ['1'], '1'],
  ['text', false, [0], 'nothing'],
  ['text', true, [false], 'nothing'],
  ['number', false, [0], 0],
  ['number', true, [true], undefined],
  ['number', true, [1], undefined],
  ['number', true, [8], 8],
  ['number', true, [0], 'nothing'],
  ['number', false, [false], 'nothing'],
] as const)('a %s argument, optional %s: %j gives %s', (type, optional, args, given) => {
  expect(readCommand(row(type, optional), args[0])).toEqual(
    given === 'nothing' ? { kind: 'nothing' } : { kind: 'do', command: 'start', argument: given },
  );
});

test.each([
  ['/ghostnote/tmepo', 'did you mean /ghostnote/tempo?'],
  ['/tempo', 'did you mean /ghostnote/tempo?'],
  ['/ghostnote/osc-port', 'there are /ghostnote/tempo, '],
  ['/ghostnote/', 'there are /ghostnote/tempo, '],
  ['ghostnote', 'there are /ghostnote/tempo, '],
])('%s is no address: %s', (address, expected) => {
  const { code, line } = faultOf(() => parseOsc({ address, args: [1] }));
  expect(code).toBe('UNKNOWN_NAME');
  expect(line).toContain(expected);
});

test('all that goes out can come back without a fault', () => {
  const { control } = fakeDaemon();
  const messages: ServerMessage[] = [
    control.hello(),
    { type: 'transport', playing: true },
    { type: 'clock', state: 'following', bpm: 121.5, other: 0 },
    {
      type: 'tick',
      part: 1,
      tick: 4,
      bar: 0,
      tickInBar: 4,
      token: 'x',
      heard: 'self',
      missed: false,
    },
    {
      type: 'note',
      part: 1,
      tick: 4,
      channel: 10,
      pitch: 36,
      velocity: 99,
      offset: 0,
      label: 'kick',
    },
    { type: 'key', pitch: 38, velocity: 90, channel: 10, label: 'snare', voice: 'snare', beat: 1 },
    meters,
  ];
  const sent = messages.flatMap((message) => renderOsc(message, model));
  expect(sent.length).toBeGreaterThan(liveSettings.length);
  for (const { address, args } of sent) {
    expect(() => parseOsc({ address, args: args.map(({ value }) => value) })).not.toThrow();
  }
});

test('the page on OSC names every setting and command', () => {
  const page = readFileSync('docs/osc.md', 'utf8');
  for (const { name } of [...liveSettings, ...commands]) expect(page).toContain(`\`${name}\``);
  for (const { name } of outgoingRows) expect(page).toContain(`/ghostnote/${name}\``);
});

test('the page on OSC has every word that tells whose beat and whose turn it is', () => {
  const rows = readFileSync('docs/osc.md', 'utf8').split('\n');
  const words = (address: string): (string | undefined)[] => {
    const row = rows.find((line) => line.startsWith(`| \`/ghostnote/${address}\``))!;
    return [...row.matchAll(/`([a-z][a-z -]+)`/g)].map(([, word]) => word);
  };
  expect(words('clock')).toEqual([...beatSources]);
  expect(words('clock-state')).toEqual([...clockStates]);
  expect(words('turn')).toEqual([...turns]);
});

const meters = {
  type: 'meters',
  ...{ ticks: 9, notesOn: 8, notesOff: 7, misses: 2, fallbacks: 1, clients: 3 },
  lateness: { p50: 100, p99: 2500, max: 3000 },
  predict: { p50: 500, p99: 1500, max: 2000 },
} as const;

describe('what goes out', () => {
  test('meters are milliseconds, and counts of what was missed', () => {
    const sent = renderOsc(meters, model).map(({ address, args }) => [
      address,
      ...args.map(({ value }) => value),
    ]);
    expect(sent).toEqual([
      ['/ghostnote/meters/lateness', 0.1, 2.5, 3],
      ['/ghostnote/meters/predict', 0.5, 1.5, 2],
      ['/ghostnote/meters/misses', 2, 1],
    ]);
  });

  test('a note is pitch, velocity, channel, tick, label, part', () => {
    const note = { tick: 4, channel: 10, pitch: 36, velocity: 99, offset: 0.1, label: 'kick' };
    expect(renderOsc({ type: 'note', part: 3, ...note }, model)).toEqual([
      {
        address: '/ghostnote/note',
        args: [
          { type: 'i', value: 36 },
          { type: 'i', value: 99 },
          { type: 'i', value: 10 },
          { type: 'i', value: 4 },
          { type: 's', value: 'kick' },
          { type: 'i', value: 3 },
        ],
      },
    ]);
  });

  test('a key of a player is pitch, velocity, channel, label', () => {
    const key = { pitch: 60, velocity: 90, channel: 2, label: 'C4', voice: 'high-tom', beat: 1.25 };
    expect(renderOsc({ type: 'key', ...key }, model)).toEqual([
      {
        address: '/ghostnote/key',
        args: [
          { type: 'i', value: 60 },
          { type: 'i', value: 90 },
          { type: 'i', value: 2 },
          { type: 's', value: 'C4' },
        ],
      },
    ]);
  });

  test('a beat is told once a beat, as bar and beat from 1', () => {
    const beats = Array.from({ length: 32 }, (_, tick) =>
      renderOsc(
        {
          type: 'tick',
          part: 1,
          tick,
          bar: Math.floor(tick / 16),
          tickInBar: tick % 16,
          token: '',
          heard: 'self',
          missed: false,
        },
        model,
      ),
    );
    const told = beats.flat().map(({ args }) => args.map(({ value }) => value));
    expect(told).toEqual(
      [0, 4, 8, 12, 16, 20, 24, 28].map((tick) => [tick < 16 ? 1 : 2, ((tick / 4) % 4) + 1, tick]),
    );
  });

  test('whole settings go as int32, others as float32', () => {
    const values = { seed: 120, tempo: 120, 'top-p': 0.95 };
    const types = renderOsc({ type: 'values', values }, model).map(({ args }) => args[0]?.type);
    expect(types).toEqual(['i', 'f', 'f']);
  });
});
