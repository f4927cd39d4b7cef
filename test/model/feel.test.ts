import { describe, expect, it } from 'vitest';
import { luckOf } from '../../src/model/feel.js';

describe('the luck of a note', () => {
  const at = (seed: number, bar: number, position: number, lane: number) =>
    luckOf(seed, { tick: 16 * bar + position, position }, lane);
  const mean = (values: readonly number[]): number =>
    values.reduce((total, value) => total + value, 0) / values.length;

  it('is of mean 0 and deviation 1, in loudness and in timing, over takes', () => {
    for (const what of ['velocity', 'offset'] as const) {
      const draws = Array.from({ length: 20_000 }, (_, seed) => at(seed, 3, 5, seed % 9)[what]);
      expect(mean(draws)).toBeCloseTo(0, 1);
      expect(mean(draws.map((value) => value ** 2))).toBeCloseTo(1, 1);
    }
  });

  it('is alike in any two bars of a take, and not in timing, at another place, of another voice, or in another take', () => {
    const seeds = Array.from({ length: 20_000 }, (_, seed) => seed);
    const alike = (
      what: 'velocity' | 'offset',
      one: (seed: number) => ReturnType<typeof at>,
    ): number => mean(seeds.map((seed) => one(seed)[what] * at(seed, 9, 5, 2)[what]));
    expect(alike('velocity', (seed) => at(seed, 1, 5, 2))).toBeCloseTo(0.36, 1);
    expect(alike('offset', (seed) => at(seed, 1, 5, 2))).toBeCloseTo(0, 1);
    expect(alike('velocity', (seed) => at(seed, 9, 6, 2))).toBeCloseTo(0, 1);
    expect(alike('velocity', (seed) => at(seed, 9, 5, 3))).toBeCloseTo(0, 1);
    expect(alike('velocity', (seed) => at(seed + 1, 9, 5, 2))).toBeCloseTo(0, 1);
  });

  it('is the same again for the same seed, tick and voice', () => {
    expect(at(7, 2, 3, 1)).toEqual(at(7, 2, 3, 1));
    expect(at(7, 3, 3, 1)).not.toEqual(at(7, 2, 3, 1));
  });
});
