import type { Piece } from '../piece.js';
import type { Rng } from '../rng.js';

/** A few whole bars of a piece, or of what a model played: what a report compares. */
export type Clip = Piece;

/** Ticks [begin, end) of a piece as a piece of their own, from a bar line on. */
export function cutClip(piece: Piece, begin: number, end: number): Clip {
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
      const room = Math.floor(piece.tokens.length / piece.ticksPerBar) - bars;
      return Array.from({ length: Math.max(0, room + 1) }, (_, bar) => ({ piece, bar }));
    });
  if (places.length === 0) return [];
  return Array.from({ length: count }, () => {
    const { piece, bar } = places[rng.below(places.length)];
    return cutClip(piece, bar * piece.ticksPerBar, (bar + bars) * piece.ticksPerBar);
  });
}

/** Whether `bars` bars in a row are the same, token for token. */
export function loopsOneBar({ tokens, ticksPerBar }: Clip, bars = 4): boolean {
  let same = 0;
  for (let tick = ticksPerBar; tick < tokens.length; tick++) {
    same = tokens[tick] === tokens[tick - ticksPerBar] ? same + 1 : 0;
    if (same >= (bars - 1) * ticksPerBar) return true;
  }
  return false;
}
