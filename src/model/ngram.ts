/**
 * The baseline every network must beat: an n-gram with Witten-Bell smoothing (Witten and Bell 1991), interpolated
 * down to the uniform distribution. A context is the last `order - 1` tokens; order 1 is the unigram.
 */
export class Ngram {
  /** By context, joined by commas: how often each token followed it. */
  private readonly followers = new Map<string, Map<number, number>>();

  constructor(
    readonly order: number,
    private readonly vocabulary: number,
  ) {}

  /** Counts one piece; contexts do not reach beyond its beginning. */
  learn(tokens: ArrayLike<number>): void {
    for (let at = 0; at < tokens.length; at++) {
      for (let length = 0; length < this.order && length <= at; length++) {
        const key = contextKey(tokens, at, length);
        let counts = this.followers.get(key);
        if (counts === undefined) this.followers.set(key, (counts = new Map<number, number>()));
        counts.set(tokens[at], (counts.get(tokens[at]) ?? 0) + 1);
      }
    }
  }

  /** Probability of `tokens[at]` after those before it. */
  probability(tokens: ArrayLike<number>, at: number): number {
    let probability = 1 / this.vocabulary;
    for (let length = 0; length < this.order && length <= at; length++) {
      const counts = this.followers.get(contextKey(tokens, at, length));
      if (counts === undefined) break;
      let total = 0;
      for (const count of counts.values()) total += count;
      const seen = counts.get(tokens[at]) ?? 0;
      probability = (seen + counts.size * probability) / (total + counts.size);
    }
    return probability;
  }

  /** Mean nats a token over whole pieces. */
  nats(pieces: Iterable<ArrayLike<number>>): number {
    let total = 0;
    let count = 0;
    for (const tokens of pieces) {
      for (let at = 0; at < tokens.length; at++) total -= Math.log(this.probability(tokens, at));
      count += tokens.length;
    }
    return total / count;
  }
}

function contextKey(tokens: ArrayLike<number>, at: number, length: number): string {
  let key = '';
  for (let back = length; back > 0; back--) key += `${tokens[at - back]},`;
  return key;
}
