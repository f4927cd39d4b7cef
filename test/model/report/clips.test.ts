import { describe, expect, it } from 'vitest';
import { drawClips, loopsOneBar } from '../../../src/model/report/clips.js';
import { Rng } from '../../../src/model/rng.js';
import { randomPiece } from '../small.js';

const rng = new Rng(6);
const pieces = [100, 640, 31].map((length) => randomPiece(rng, length));

describe('drawn clips', () => {
  it('are whole bars of a piece, from a bar line, with how they were played', () => {
    for (const clip of drawClips(pieces, 40, 4, new Rng(1))) {
      expect(clip.tokens).toHaveLength(64);
      const found = pieces.some((piece) =>
        Array.from({ length: Math.floor(piece.tokens.length / 16) }, (_, bar) => bar * 16).some(
          (begin) =>
            clip.tokens.join() === piece.tokens.subarray(begin, begin + 64).join() &&
            clip.velocity.join() === piece.velocity.subarray(begin * 9, (begin + 64) * 9).join(),
        ),
      );
      expect(found).toBe(true);
    }
  });

  it('are of bars that are all as long', () => {
    const bars = Int32Array.of(0, 16, 32, 44, 60, 76, 92);
    const clips = drawClips([{ ...randomPiece(rng, 90), bars }], 40, 2, new Rng(1));
    expect(clips.map(({ tokens }) => tokens.length)).toEqual(Array(40).fill(32));
  });

  it('are never of a fill, and none where no piece is long enough', () => {
    const fills = pieces.map((piece) => ({ ...piece, kind: 'fill' as const }));
    expect(drawClips(fills, 3, 2, new Rng(1))).toEqual([]);
    expect(drawClips(pieces, 3, 100, new Rng(1))).toEqual([]);
  });
});

describe('a loop of one bar', () => {
  const bar = Array.from({ length: 16 }, (_, tick) => tick % 5);
  const clipOf = (...bars: readonly number[][]) => ({
    ...randomPiece(new Rng(1), bars.length * 16),
    ticksPerBar: 16,
    tokens: Int32Array.from(bars.flat()),
  });
  const other = bar.map((id) => (id + 1) % 5);

  it('is four equal bars in a row', () => {
    expect(loopsOneBar(clipOf(other, bar, bar, bar, bar))).toBe(true);
    expect(loopsOneBar(clipOf(bar, bar, bar, other, bar, bar, bar))).toBe(false);
  });
});
