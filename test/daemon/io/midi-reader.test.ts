import { expect, test } from 'vitest';
import type { ControlEvent } from '../../../src/daemon/core/control-event.js';
import { loadMidi } from '../../../src/daemon/io/midi-device.js';
import { hear } from '../../../src/daemon/io/midi-reader.js';

const driver = loadMidi();
if (typeof driver === 'string') process.stdout.write(`midi-reader: skipped: ${driver}\n`);

function heard(...messages: readonly number[][]): unknown[] {
  const told: unknown[] = [];
  const listener = {
    key: (...key: unknown[]) => told.push(['key', ...key]),
    realTime: (...time: unknown[]) => told.push(['time', ...time]),
    control: ({ kind, channel, number, value }: ControlEvent) =>
      told.push([kind, channel, number, value]),
  };
  if (typeof driver !== 'string')
    for (const message of messages) hear(listener, driver.read, message, 7);
  return told;
}

test.skipIf(typeof driver === 'string')(
  'what a whole message says is told, with its instant',
  () => {
    expect(
      heard([0x99, 36, 100], [0x89, 36, 64], [0xb0, 7, 127], [0xc5, 9], [0xe1, 127, 127]),
    ).toEqual([
      ['key', 36, 100, 7, 9],
      ['key', 36, 0, 7, 9],
      ['cc', 1, 7, 1],
      ['program', 6, 9, 1],
      ['bend', 2, 0, 1],
    ]);
    expect(heard([0xf8], [0xfa], [0xf2, 16, 1], [0xfc])).toEqual([
      ['time', 'clock', 0, 7],
      ['time', 'start', 0, 7],
      ['time', 'position', 144, 7],
      ['time', 'stop', 0, 7],
    ]);
  },
);

test.skipIf(typeof driver === 'string')(
  'what is cut short, has no status, a status for a number, or no end, is not heard',
  () => {
    expect(heard([], [36, 100], [0x99], [0x99, 36], [0xb0, 7], [0xc5], [0xf2, 1])).toEqual([]);
    expect(heard([0x99, 200, 100], [0x99, 36, 0x89], [0xe0, 0x80, 1], [0xf2, 255, 0])).toEqual([]);
    expect(heard([0xf0, 1, 2, 3], [0xf0], [0xf4], [0xf7], [0xfe], [0xff])).toEqual([]);
    const endless = [0xf0, ...new Array<number>(1e6).fill(1)];
    expect(heard(endless, [0xf8], endless)).toEqual([['time', 'clock', 0, 7]]);
  },
);
