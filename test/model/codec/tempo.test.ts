import { expect, test } from 'vitest';
import { usualTempo } from '../../../src/model/codec/tempo.js';

/** A score of two notes so many pulses apart, with tempos by pulse. */
const tempoOf = (end: number, ...tempos: readonly (readonly [onset: number, bpm: number])[]) =>
  usualTempo({
    ppq: 480,
    notes: [0, end].map((onset) => ({ onset, duration: 1, pitch: 60, velocity: 64, channel: 0 })),
    tempos: tempos.map(([onset, bpm]) => ({ onset, bpm })),
    metres: [],
  });

test('a count-in and a slow end are not the tempo of a piece', () => {
  expect(tempoOf(9000, [0, 60], [480, 132], [8000, 90])).toBe(132);
});

test('of a rubato it is the middle', () => {
  expect(tempoOf(500, [0, 90], [100, 110], [200, 100], [300, 95], [400, 120])).toBe(100);
});

test('one tempo is that one, wherever it stands, and none is none', () => {
  expect(tempoOf(9000, [0, 96])).toBe(96);
  expect(tempoOf(0, [0, 96])).toBe(96);
  expect(tempoOf(100, [500, 96])).toBe(96);
  expect(tempoOf(9000)).toBeUndefined();
});
