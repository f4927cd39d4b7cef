import { describe, expect, it } from 'vitest';
import { luckOf, playVoice } from '../../src/model/feel.js';
import { loudnessLevels } from '../../src/model/net/architecture.js';

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

describe('dynamics', () => {
  /** As loud as the middle of one level, always. */
  const velocity = (level: number, dynamics: number): number => {
    const levels = Float32Array.from({ length: loudnessLevels }, (_, at) => Number(at === level));
    const feel = { levels, offset: 0, offsetSpread: 0 };
    return playVoice(feel, 0.55, { dynamics, humanize: 0 }, { velocity: 0, offset: 0 }).velocity;
  };
  const all = Array.from({ length: loudnessLevels }, (_, level) => level);

  it('is the usual loudness at 0, what was learned at 1, and half way between them at one half', () => {
    for (const level of all) {
      const learned = (level + 0.5) / loudnessLevels;
      expect(velocity(level, 0)).toBeCloseTo(0.55);
      expect(velocity(level, 1)).toBeCloseTo(learned);
      expect(velocity(level, 0.5)).toBeCloseTo((0.55 + learned) / 2);
    }
  });

  it('is further from the usual above 1, and keeps softer from soft and louder from loud', () => {
    for (const dynamics of [1.2, 1.6, 2]) {
      const varied = all.map((level) => velocity(level, dynamics));
      for (const level of all.slice(4)) expect(varied[level]).toBeGreaterThan(varied[level - 1]!);
      for (const level of all)
        expect(Math.abs(varied[level]! - 0.55)).toBeGreaterThanOrEqual(
          Math.abs(velocity(level, 1) - 0.55) - 1e-9,
        );
      expect(varied[3]).toBeGreaterThan(1 / 127);
      expect(varied.at(-1)).toBeLessThan(1);
    }
  });
});
