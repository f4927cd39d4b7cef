import type { Piece } from './piece.js';
import { Rng } from './rng.js';

/** A tick of a piece that is to be predicted. */
export interface ScoredTick {
  readonly piece: Piece;
  readonly tick: number;
}

/**
 * One in `stride` of all ticks of `pieces` from tick `first` of each on, in order. They are drawn, the same ones each
 * time: every sixteenth in a row would be the same place in every bar.
 */
export function scoredTicks(pieces: readonly Piece[], first: number, stride: number): ScoredTick[] {
  const all = pieces.flatMap((piece) =>
    Array.from({ length: Math.max(0, piece.tokens.length - first) }, (_, at) => ({
      piece,
      tick: first + at,
    })),
  );
  if (stride === 1) return all;
  const order = all.map((_, at) => at);
  new Rng(1).shuffle(order);
  return order
    .slice(0, Math.ceil(all.length / stride))
    .sort((a, b) => a - b)
    .map((at) => all[at]);
}
