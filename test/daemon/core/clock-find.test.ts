import { describe, expect, test } from 'vitest';
import { findClock, intervalOf, straightness } from '../../../src/daemon/core/clock-find.js';
import type { Micros } from '../../../src/daemon/core/clock.js';
import { arrivals, meant } from '../../support/clock-stamps.js';

const interval = intervalOf(120);
const count = 24;

/** A clock of 120 BPM that begins at `first`, each stamp off by up to a share of the interval. */
function clock(first: Micros, shake: number, seed: number): Micros[] {
  return arrivals(meant([{ bpm: 120, clocks: count }], first), 'uniform', shake * interval, seed);
}

describe('how straight stamps lie', () => {
  test('on a line they lie exactly, at its interval', () => {
    const stamps = Array.from({ length: count }, (_, at) => 7000 + at * 20_000);
    expect(straightness(stamps)).toEqual({ interval: 20_000, rms: 0, limp: 0 });
  });

  test('they limp where every second one is late, not where as many are late by chance', () => {
    const late = (isLate: (at: number) => boolean) =>
      straightness(Array.from({ length: count }, (_, at) => at * 20_000 + (isLate(at) ? 2000 : 0)));
    const [limping, shaken] = [late((at) => at % 2 === 1), late((at) => at % 4 > 1)];
    expect(limping.limp).toBeGreaterThan(950);
    expect(shaken.limp).toBeLessThan(100);
    expect(Math.abs(limping.rms - shaken.rms)).toBeLessThan(20);
  });
});

describe('of two clocks of one tempo', () => {
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);
  const both = (apart: number, shake: number, seed: number) => {
    const [one, other] = [
      clock(1e6, shake, 2 * seed),
      clock(1e6 + apart * interval, shake, 2 * seed + 1),
    ];
    return { one, other, stamps: [...one, ...other].toSorted((a, b) => a - b) };
  };

  test.each([0.25, 0.3])(
    'that each shake by a twentieth of it, %f apart, one is found, whole',
    (apart) => {
      for (const seed of seeds) {
        const { one, other, stamps } = both(apart, 1 / 20, seed);
        expect([one, other]).toContainEqual(findClock(stamps));
      }
    },
  );

  test('one that lies in the middle of the other is no other: that is a doubled tempo', () => {
    for (const seed of seeds) expect(findClock(both(0.5, 1 / 20, seed).stamps)).toBeUndefined();
  });
});

test('one clock is one, however much it shakes', () => {
  for (const shake of [0, 0.05, 0.2, 0.45])
    for (let seed = 0; seed < 60; seed += 1) {
      expect(findClock(clock(1e6, shake, seed))).toBeUndefined();
    }
});
