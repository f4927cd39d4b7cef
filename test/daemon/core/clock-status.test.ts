import { expect, test } from 'vitest';
import {
  type ClockStatus,
  clockStates,
  describeClock,
  describeLink,
  isClockNews,
} from '../../../src/daemon/core/clock-status.js';

test('each state has a line of its own; of two clocks it says which, and of Link with how many', () => {
  const lines = clockStates.map((state) => describeClock({ state, bpm: 97.25, other: 120 }));
  expect(new Set(lines).size).toBe(clockStates.length);
  expect(lines[clockStates.indexOf('two clocks')]).toBe(
    'two MIDI clocks: follows the one of 97.3 BPM, leaves out 120.0 BPM',
  );
  expect([0, 1, 2].map(describeLink)).toEqual([
    'Ableton Link, nobody else yet',
    'Ableton Link with 1 other',
    'Ableton Link with 2 others',
  ]);
});

test('of a clock that went, or never came, it says no more than that none comes', () => {
  expect(describeClock({ state: 'free-wheeling', bpm: 120, other: 0 })).toBe(
    'no MIDI clock comes: goes on alone, 120.0 BPM',
  );
});

test('each who comes to a Link session or leaves it is news; how fast a second clock is, is none', () => {
  const told = (state: ClockStatus['state'], other: number, then: number): boolean =>
    isClockNews({ state, bpm: 120, other: then }, { state, bpm: 120, other }, 500_000);
  for (const [before, then] of [
    [0, 1],
    [1, 2],
    [3, 2],
    [1, 0],
  ] as const)
    expect(told('link', before, then)).toBe(true);
  expect(told('link', 2, 2)).toBe(false);
  expect(told('two clocks', 97, 96)).toBe(false);
  expect(told('following', 97, 0)).toBe(true);
});

test('another state is news at once; a tempo that wanders, from 0.05 BPM on, twice a second', () => {
  const was = { state: 'following', bpm: 120, other: 0 } as const;
  expect(isClockNews({ ...was, state: 'waiting' }, was, 0)).toBe(true);
  expect(isClockNews({ ...was, bpm: 120.06 }, was, 500_000)).toBe(true);
  expect(isClockNews({ ...was, bpm: 119.94 }, was, 500_000)).toBe(true);
  expect(isClockNews({ ...was, bpm: 120.04 }, was, 5_000_000)).toBe(false);
  expect(isClockNews({ ...was, bpm: 140 }, was, 499_999)).toBe(false);
});
