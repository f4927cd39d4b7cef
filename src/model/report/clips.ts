import { usualBar } from '../bars.js';
import type { Piece } from '../piece.js';
import type { Rng } from '../rng.js';

/** A few whole bars of a piece, all as long, or of what a model played: what a report compares. */
export interface Clip extends Omit<Piece, 'bars'> {
  readonly ticksPerBar: number;
}

/** Ticks [begin, end) of a clip as one of their own, from a bar line on. */
export function cutClip(piece: Clip, begin: number, end: number): Clip {
  const L = piece.velocity.length / piece.tokens.length;
  return {
    ...piece,
    tokens: piece.tokens.subarray(begin, end),
    velocity: piece.velocity.subarray(begin * L, end * L),
    offset: piece.offset.subarray(begin * L, end * L),
  };
}

/**
 * `count` clips of `bars` bars, each from a bar line of a piece, each bar line as likely. They may overlap; none is of a
 * fill, since a model is asked to keep a beat. None at all where no piece is long enough.
 */
export function drawClips(pieces: readonly Piece[], count: number, bars: number, rng: Rng): Clip[] {
  const places = pieces
    .filter(({ kind }) => kind !== 'fill')
    .flatMap((piece) => {
      const clip = { ...piece, ticksPerBar: usualBar(piece.bars) };
      return Array.from(piece.bars.keys()).flatMap((bar) => {
        const [begin, end] = [piece.bars[bar], piece.bars[bar + bars]];
        const whole = end <= piece.tokens.length && end - begin === bars * clip.ticksPerBar;
        return whole ? [{ clip, begin, end }] : [];
      });
    });
  if (places.length === 0) return [];
  return Array.from({ length: count }, () => {
    const { clip, begin, end } = places[rng.below(places.length)];
    return cutClip(clip, begin, end);
  });
}

/** Whether four bars in a row are the same, token for token. */
export function loopsOneBar({ tokens, ticksPerBar }: Clip): boolean {
  let same = 0;
  for (let tick = ticksPerBar; tick < tokens.length; tick++) {
    same = tokens[tick] === tokens[tick - ticksPerBar] ? same + 1 : 0;
    if (same >= 3 * ticksPerBar) return true;
  }
  return false;
}
