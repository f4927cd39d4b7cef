import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tilt } from '../../../src/model/steer/density.js';
import { anyLogProbs, noteSounds, probabilities } from './sounds.js';

const notes = (logProbs: Float32Array): number =>
  probabilities(logProbs).reduce(
    (sum, value, token) => sum + value * noteSounds[token]!.pitches.length,
    0,
  );

test('a density of 0 changes nothing, bit for bit', () => {
  fc.assert(
    fc.property(anyLogProbs, (given) => {
      expect(tilt(given, noteSounds, 0)).toBe(given);
    }),
  );
});

test('the denser, the more notes are expected; among tokens of as many notes nothing changes', () => {
  const densities = fc.tuple(
    fc.double({ min: -1, max: 0.9, noNaN: true }),
    fc.double({ min: 0.05, max: 0.1, noNaN: true }),
  );
  fc.assert(
    fc.property(anyLogProbs, densities, (given, [density, more]) => {
      const [sparse, dense] = [density, density + more].map((d) => tilt(given, noteSounds, d));
      expect(notes(dense!)).toBeGreaterThan(notes(sparse!));
      expect(dense![2]! - dense![3]!).toBeCloseTo(given[2]! - given[3]!, 5);
    }),
  );
});
