import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grids } from '../../../src/model/codec/grid.js';
import { barLinesOf, barOf } from '../../../src/model/codec/metre.js';
import type { Metre } from '../../../src/model/score.js';

const ppq = 480;
const sixteenth = ppq / 4;
const metre = (sixteenths: number, numerator: number, denominator: number): Metre => ({
  onset: sixteenths * sixteenth,
  numerator,
  denominator,
});
const linesOf = (metres: readonly Metre[], ticks: number, grid = 16): number[] => [
  ...barLinesOf({ ppq, metres, notes: [], tempos: [] }, grid, ticks),
];

test('a score that says nothing of its metre is in 4/4, up to the bar line after its end', () => {
  expect(linesOf([], 33)).toEqual([0, 16, 32, 48]);
  expect(linesOf([], 1)).toEqual([0, 16]);
});

test('a change of metre begins a bar, wherever it is', () => {
  expect(linesOf([metre(0, 3, 4), metre(24, 7, 8)], 50)).toEqual([0, 12, 24, 38, 52]);
  expect(linesOf([metre(20, 3, 4)], 40)).toEqual([0, 16, 20, 32, 44]);
  expect(linesOf([metre(64, 3, 4)], 65)).toEqual([0, 16, 32, 48, 64, 76]);
});

test('bars that are no whole number of ticks end at the nearest', () => {
  expect(linesOf([metre(0, 7, 8)], 42, 12)).toEqual([0, 11, 21, 32, 42]);
});

test('whatever the metres, bar lines ascend from tick 0 to the first that is not in the score', () => {
  const metres = fc
    .array(
      fc.record({
        onset: fc.nat(20_000),
        numerator: fc.integer({ min: 1, max: 32 }),
        denominator: fc.constantFrom(1, 2, 4, 8, 16, 32, 64),
      }),
    )
    .map((all) => all.sort((a, b) => a.onset - b.onset));
  fc.assert(
    fc.property(
      metres,
      fc.integer({ min: 1, max: 500 }),
      fc.constantFrom(...grids),
      (all, ticks, grid) => {
        const lines = linesOf(all, ticks, grid);
        expect(lines[0]).toBe(0);
        expect(lines.at(-1)).toBeGreaterThanOrEqual(ticks);
        expect(lines.at(-2)).toBeLessThan(ticks);
        lines.slice(1).forEach((line, at) => expect(line).toBeGreaterThan(lines[at]!));
      },
    ),
  );
});

test('bars of so many ticks are written in quarters where they can be', () => {
  for (const grid of grids)
    for (let ticks = 1; ticks <= 2 * grid; ticks++) {
      const { numerator, denominator } = barOf(ticks, grid);
      expect((numerator / denominator) * grid).toBeCloseTo(ticks, 9);
    }
  expect(barOf(12, 16)).toEqual({ numerator: 3, denominator: 4 });
  expect(barOf(14, 16)).toEqual({ numerator: 7, denominator: 8 });
  expect(barOf(12, 12)).toEqual({ numerator: 4, denominator: 4 });
});
