import { expect, test } from 'vitest';
import { HeldKeys } from '../../../src/daemon/core/held-keys.js';

test('a key goes up once, on its own channel, in the hand in which it went down last', () => {
  const keys = new HeldKeys();
  keys.down(0, 60, 'chord');
  keys.down(1, 60, 'melody');
  expect(keys.up(2, 60)).toBeUndefined();
  expect(keys.up(1, 60)).toBe('melody');
  expect(keys.up(1, 60)).toBeUndefined();
  keys.down(0, 60, 'melody');
  expect(keys.chordPitches()).toEqual([]);
  expect(keys.up(0, 60)).toBe('melody');
});

test('a melody plays while any of its keys is down; those of a chord do not count', () => {
  const keys = new HeldKeys();
  keys.down(0, 48, 'chord');
  expect(keys.playing).toBe(false);
  keys.down(0, 60, 'melody');
  keys.down(0, 64, 'melody');
  keys.up(0, 60);
  expect(keys.playing).toBe(true);
  keys.up(0, 64);
  expect(keys.playing).toBe(false);
  keys.down(0, 60, 'melody');
  keys.clear();
  expect([keys.playing, keys.chordPitches()]).toEqual([false, []]);
});
