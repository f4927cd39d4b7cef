import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/model/rng.js';
import { scoredTicks } from '../../src/model/scored-ticks.js';
import { randomPiece } from './small.js';

const rng = new Rng(4);
const pieces = [640, 64, 5, 1600].map((length) => randomPiece(rng, length));
const total = 640 + 64 + 5 + 1600;

describe('scoredTicks', () => {
  it('are all ticks from the first on, where all are asked for', () => {
    const all = scoredTicks(pieces, 0, 1);
    expect(all).toHaveLength(total);
    expect(scoredTicks(pieces, 10, 1).every(({ tick }) => tick >= 10)).toBe(true);
  });

  it.each([2, 7, 16])('are exactly one in %d, no matter how many that is', (stride) => {
    expect(scoredTicks(pieces, 0, stride)).toHaveLength(Math.ceil(total / stride));
  });

  it('are at every place in a bar about as often', () => {
    const counts = Array<number>(16).fill(0);
    for (const { tick } of scoredTicks(pieces, 0, 4)) counts[tick % 16]!++;
    expect(Math.min(...counts)).toBeGreaterThan(total / 4 / 16 / 2);
    expect(Math.max(...counts)).toBeLessThan((2 * total) / 4 / 16);
  });

  it('are distinct, in order, and the same each time', () => {
    const drawn = scoredTicks(pieces, 0, 8);
    const keys = drawn.map(({ piece, tick }) => 10_000 * pieces.indexOf(piece) + tick);
    expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b));
    expect(scoredTicks(pieces, 0, 8)).toEqual(drawn);
  });
});
