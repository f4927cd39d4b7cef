import { expect, test } from 'vitest';
import { clockStates, describeClock } from '../../../src/daemon/core/clock-status.js';

test('each state has a line of its own; of two clocks it says which', () => {
  const lines = clockStates.map((state) => describeClock({ state, bpm: 97.25, other: 120 }));
  expect(new Set(lines).size).toBe(clockStates.length);
  expect(lines.at(-1)).toBe('two MIDI clocks: follows the one of 97.3 BPM, leaves out 120.0 BPM');
});
