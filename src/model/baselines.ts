import { Ngram } from './ngram.js';
import type { Piece } from './piece.js';

/** What a network must beat, in mean nats a tick: how often tokens come, and a 5-gram, the best order on Groove. */
export interface Baselines {
  readonly unigram: number;
  readonly ngram: number;
}

/** Both count `train` and are scored on `test`; a token never seen gets its share of what smoothing sets aside. */
export function scoreBaselines(
  train: readonly Piece[],
  test: readonly Piece[],
  vocabulary: number,
): Baselines {
  const nats = (order: number): number => {
    const ngram = new Ngram(order, vocabulary);
    for (const { tokens } of train) ngram.learn(tokens);
    return ngram.nats(test.map(({ tokens }) => tokens));
  };
  return { unigram: nats(1), ngram: nats(5) };
}
