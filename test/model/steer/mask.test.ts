import { expect, test } from 'vitest';
import { keep, logMass } from '../../../src/model/steer/mask.js';

const given = Float32Array.from([0.5, 0.3, 0.2], Math.log);

test('what is not allowed cannot be drawn, and the rest keeps its odds', () => {
  expect(keep(given, (token) => token !== 0)).toEqual(
    Float32Array.of(-Infinity, given[1]!, given[2]!),
  );
});

test('where nothing would be left, it stays as it was', () => {
  expect(keep(given, () => false)).toBe(given);
  expect(keep(Float32Array.of(0, -Infinity), (token) => token === 1)).toEqual(
    Float32Array.of(0, -Infinity),
  );
});

test('the mass of some tokens is the sum of their probabilities', () => {
  expect(Math.exp(logMass(given))).toBeCloseTo(1, 6);
  expect(Math.exp(logMass(given, (token) => token > 0))).toBeCloseTo(0.5, 6);
  expect(logMass(given, () => false)).toBe(-Infinity);
});
