import { expect, test } from 'vitest';
import fc from 'fast-check';
import { editDistance, nearestName } from '../../../src/daemon/core/nearest.js';

const word = fc.string({ maxLength: 12, size: 'max' });

test('edit distance is zero only to itself, symmetric, and at most the longer length', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      expect(distance === 0).toBe(a === b);
      expect(editDistance(b, a)).toBe(distance);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    }),
  );
});

test.each([
  ['tempo', 'tmepo', 1],
  ['tempo', 'temp', 1],
  ['seed', 'sed', 1],
  ['kitten', 'sitting', 3],
])('%s and %s are %i apart', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test('a hint is given only for a near name', () => {
  const names = ['tempo', 'temperature', 'seed'];
  expect(nearestName('tempp', names)).toBe('tempo');
  expect(nearestName('temp', names)).toBe('tempo');
  expect(nearestName('TEMPERATUR', names)).toBe('temperature');
  expect(nearestName('modle', ['mode', 'model'])).toBe('model');
  expect(nearestName('volume', names)).toBeUndefined();
  expect(nearestName('', names)).toBeUndefined();
  expect(nearestName('tempo'.repeat(5000), names)).toBeUndefined();
});
