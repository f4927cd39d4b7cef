import { expect, test } from 'vitest';
import type { KeyMessage, ServerMessage } from '../../src/daemon/core/messages.js';
import { PlayerKeys } from '../../src/daemon/player-keys.js';
import { handClock } from '../support/fake-daemon.js';

/** What clients are told of keys that come one each so many microseconds. */
function told(keys: readonly { pitch: number; channel: number; beat?: number }[], each: number) {
  const clock = handClock();
  const heard: KeyMessage[] = [];
  const publish = (message: ServerMessage) => {
    if (message.type === 'key') heard.push(message);
  };
  const player = new PlayerKeys({ publish }, clock);
  for (const { pitch, channel, beat = 0 } of keys) {
    clock.advance(each);
    player.struck({ pitch, velocity: 90, at: clock.now(), channel, beat });
  }
  return heard;
}

test('a pad is named by its voice and a keyboard by its pitch, each on its channel from 1', () => {
  const [pad, key] = told(
    [
      { pitch: 38, channel: 9 },
      { pitch: 60, channel: 1 },
    ],
    0,
  );
  expect(pad).toMatchObject({ label: 'snare', voice: 'snare', channel: 10, velocity: 90 });
  expect(key).toMatchObject({ label: 'C4', voice: 'high-tom', channel: 2, pitch: 60 });
});

test('where no music goes on a key has no place in it', () => {
  const keys = [NaN, 2.5].map((beat) => ({ pitch: 60, channel: 0, beat }));
  expect(told(keys, 0).map(({ beat }) => beat)).toEqual([null, 2.5]);
});

test('all that hands do is told, a chord of all fingers and a roll too', () => {
  const chord = Array.from({ length: 20 }, (_, at) => ({ pitch: 40 + at, channel: 0 }));
  expect(told(chord, 0)).toHaveLength(20);
  const roll = Array.from({ length: 1000 }, () => ({ pitch: 38, channel: 9 }));
  expect(told(roll, 25_000)).toHaveLength(1000);
});

test('of a flood clients are told a hundred keys a second', () => {
  const flood = Array.from({ length: 30_000 }, () => ({ pitch: 38, channel: 9 }));
  const { length } = told(flood, 100);
  expect(length).toBeGreaterThanOrEqual(300);
  expect(length).toBeLessThan(340);
});
