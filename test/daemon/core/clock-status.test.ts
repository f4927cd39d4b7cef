import { expect, test } from 'vitest';
import { clockStates, describeClock, describeLink } from '../../../src/daemon/core/clock-status.js';

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
