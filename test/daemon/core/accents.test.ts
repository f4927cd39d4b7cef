import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accentAt, accentBars } from '../../../src/daemon/core/accents.js';

/** [16] the accent of each place of a bar, after bars in which such places were struck with such velocities. */
function accents(
  bars: readonly ReadonlyMap<number, number>[],
  { ticksPerBar = 16, ticksPerBeat = 4 } = {},
): number[] {
  const first = bars.length * ticksPerBar;
  const struckAt = (tick: number) =>
    bars[Math.floor(tick / ticksPerBar)]?.get(tick % ticksPerBar) ?? 0;
  return Array.from({ length: ticksPerBar }, (_, tickInBar) =>
    accentAt({ tick: first + tickInBar, tickInBar, ticksPerBar, ticksPerBeat, struckAt }),
  );
}

const struck = (places: readonly number[], velocity = 80) =>
  new Map(places.map((place) => [place, velocity]));
const again = <T>(bar: T, times = accentBars): T[] => Array.from({ length: times }, () => bar);

describe('an accent', () => {
  test('is where a riff strikes, and is missing at the places like it where it does not', () => {
    const found = accents(again(struck([0, 3, 6, 10])));
    for (const place of [0, 3, 6, 10]) expect(found[place]).toBeGreaterThanOrEqual(0.5);
    for (const place of [4, 8, 12, 2, 14]) expect(found[place]).toBeLessThan(-0.2);
  });

  test('is none where somebody plays evenly: beats, half beats or all ticks, of one loudness', () => {
    for (const step of [1, 2, 4]) {
      const bar = struck([...Array(16).keys()].filter((place) => place % step === 0));
      expect(accents(again(bar))).toEqual(Array(16).fill(0));
    }
    expect(accents([])).toEqual(Array(16).fill(0));
  });

  test('is of what is loud beside the rest of its bar', () => {
    const bar = new Map([...Array(16).keys()].map((place) => [place, place % 3 === 0 ? 110 : 70]));
    const found = accents(again(bar));
    for (const place of [3, 6, 9]) expect(found[place]).toBeGreaterThan(0.4);
    for (const place of [1, 2, 5, 7, 11]) expect(found[place]).toBeLessThan(0);
  });

  test('is of what comes again: once is a melody, two bars are a riff, the more so three', () => {
    const [once, twice, thrice] = [1, 2, 3].map((times) => accents(again(struck([3]), times))[3]!);
    expect(once).toBe(0);
    expect(twice).toBeGreaterThan(0.4);
    expect(thrice).toBeGreaterThan(twice!);
    expect(accents([struck([3]), struck([3]), struck([])])[3]).toBeLessThanOrEqual(0);
  });

  test('of all places that are alike is nothing in sum, and no place has more than 1', () => {
    const bar = fc.array(fc.tuple(fc.nat(11), fc.integer({ min: 1, max: 127 })), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(bar, { maxLength: 4 }), (bars) => {
        const shape = { ticksPerBar: 12, ticksPerBeat: 4 };
        const found = accents(
          bars.map((each) => new Map(each)),
          shape,
        );
        for (const alike of [
          [0, 4, 8],
          [2, 6, 10],
          [1, 3, 5, 7, 9, 11],
        ])
          expect(alike.reduce((sum, place) => sum + found[place]!, 0)).toBeCloseTo(0, 9);
        for (const accent of found) expect(Math.abs(accent)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
