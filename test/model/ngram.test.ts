import { describe, expect, it } from 'vitest';
import { Ngram } from '../../src/model/ngram.js';

describe('Ngram', () => {
  it('gives probabilities that add up to one, after any context', () => {
    const ngram = new Ngram(3, 4);
    ngram.learn([0, 1, 2, 0, 1, 3, 0, 1, 2]);
    for (const context of [[], [0], [0, 1], [3, 3], [2, 0, 1]]) {
      const total = [0, 1, 2, 3].reduce(
        (sum, token) => sum + ngram.probability([...context, token], context.length),
        0,
      );
      expect(total).toBeCloseTo(1, 12);
    }
  });

  it('is Witten and Bell by hand', () => {
    const ngram = new Ngram(1, 4);
    ngram.learn([0, 0, 0, 1]);
    // four tokens, two kinds: (3 + 2 * 1/4) / (4 + 2)
    expect(ngram.probability([0], 0)).toBeCloseTo(3.5 / 6, 12);
    expect(ngram.probability([2], 0)).toBeCloseTo(0.5 / 6, 12);
  });

  it('predicts what it has seen better with more context', () => {
    const piece = Array.from({ length: 60 }, (_, at) => [0, 1, 0, 2][at % 4]!);
    const [unigram, trigram] = [1, 3].map((order) => {
      const ngram = new Ngram(order, 3);
      ngram.learn(piece);
      return ngram.nats([piece]);
    });
    expect(trigram!).toBeLessThan(unigram! / 2);
  });
});
