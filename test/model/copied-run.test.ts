import { describe, expect, it } from 'vitest';
import { longestCopiedRun } from '../../src/model/copied-run.js';
import { Rng } from '../../src/model/rng.js';

describe('longestCopiedRun', () => {
  it('is what comparing every pair of places finds', () => {
    const rng = new Rng(4);
    for (let round = 0; round < 200; round++) {
      const draw = (length: number): number[] => Array.from({ length }, () => rng.below(3));
      const made = draw(rng.below(20));
      const sources = [draw(rng.below(30)), draw(rng.below(30))];
      expect(longestCopiedRun(made, sources)).toBe(byBruteForce(made, sources));
    }
  });

  it('never runs from one source into the next', () => {
    expect(
      longestCopiedRun(
        [1, 2, 3, 4],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    ).toBe(2);
  });
});

function byBruteForce(made: readonly number[], sources: readonly (readonly number[])[]): number {
  let longest = 0;
  for (const source of sources) {
    for (let i = 0; i < made.length; i++) {
      for (let j = 0; j < source.length; j++) {
        let run = 0;
        while (
          i + run < made.length &&
          j + run < source.length &&
          made[i + run] === source[j + run]
        )
          run++;
        longest = Math.max(longest, run);
      }
    }
  }
  return longest;
}
