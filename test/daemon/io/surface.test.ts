import { expect, test } from 'vitest';
import type { ControlEvent } from '../../../src/daemon/core/control-event.js';
import type { MidiIn, MidiOut } from '../../../src/daemon/io/midi-device.js';
import type { MidiListener } from '../../../src/daemon/io/midi-reader.js';
import { openSurface } from '../../../src/daemon/io/surface.js';

/** A surface that is there under that name, and what is heard of it and told to it. */
function surfaceOf({ beside = 'keys', broken = false } = {}) {
  const heard: unknown[] = [];
  const sent: number[][] = [];
  const time = { now: 0 };
  let back = 0;
  let come = false;
  let player: MidiListener | undefined;
  const port = { name: 'knobs', note: '', close: () => undefined };
  const input: MidiIn = { ...port, attach: () => false, liftKeys: () => undefined };
  const output: MidiOut = {
    ...port,
    attach: () => come,
    send: (...message) => {
      if (broken) throw new Error('unplugged');
      sent.push(message);
    },
  };
  const surface = openSurface(
    {
      name: 'kno',
      listener: {
        key: (pitch, velocity) => heard.push(['key', pitch, velocity]),
        realTime: (kind) => heard.push([kind]),
        control: ({ kind, value }) => heard.push([kind, value]),
      },
      beside: { name: beside },
      clock: { now: () => time.now },
      back: () => (back += 1),
    },
    {
      input: (_, listener) => {
        player = listener;
        return input;
      },
      output: () => output,
    },
  );
  const comeBack = () => {
    come = true;
    surface.attach();
    return back;
  };
  return { surface, heard, sent, time, player: player!, comeBack };
}

const cc = (value: number): ControlEvent => ({ kind: 'cc', channel: 2, number: 21, value });

function playAll(player: MidiListener): void {
  player.key(36, 100, 0, 9);
  player.realTime('start', 0, 0);
  player.control(cc(1), 0);
}

test('all that is done on it is heard, but once where it is the port that is heard already', () => {
  const { heard, player } = surfaceOf();
  playAll(player);
  expect(heard).toEqual([['key', 36, 100], ['start'], ['cc', 1]]);
  const same = surfaceOf({ beside: 'knobs' });
  playAll(same.player);
  expect(same.heard).toEqual([]);
});

test('each kind of control is told in the message that it speaks itself', () => {
  const { surface, sent } = surfaceOf();
  const told = { channel: 3, number: 7 };
  for (const kind of ['cc', 'note', 'bend', 'program'] as const)
    surface.show({ ...told, kind, value: 0.5 });
  expect(sent).toEqual([
    [0xb2, 7, 64],
    [0x92, 7, 64],
    [0xe2, 0, 64],
    [0xc2, 7, 0],
  ]);
});

test('what comes straight back is what it was told, and nobody did it; anything else is done', () => {
  const { surface, heard, time, player } = surfaceOf();
  surface.show(cc(0.5));
  surface.show({ kind: 'note', channel: 10, number: 36, value: 1 });
  player.control(cc(64 / 127), 0);
  player.key(36, 127, 0, 9);
  expect(heard).toEqual([]);
  player.control(cc(65 / 127), 0);
  player.key(36, 126, 0, 9);
  expect(heard).toHaveLength(2);
  // A hand that hits the pad again.
  time.now += 20_000;
  player.key(36, 127, 0, 9);
  expect(heard).toHaveLength(3);
});

test('it is told anew when its output is there again, and a cable that is pulled while it is told does no harm', () => {
  const { surface, comeBack } = surfaceOf({ broken: true });
  expect(() => surface.show(cc(1))).not.toThrow();
  expect(comeBack()).toBe(1);
});
