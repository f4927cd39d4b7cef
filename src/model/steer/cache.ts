import type { Sound } from '../codec/codec.js';

/** The longest context that is looked up: half a bar of sixteenths. */
const longest = 8;
/** Tokens that are remembered, half an hour of sixteenths at 120 BPM; the oldest go. */
const size = 1 << 14;

/**
 * An n-gram over the tokens of this session (Kuhn and De Mori 1990, "A cache-based natural language model"), smoothed as by
 * Witten and Bell (1991) down to the network's own prediction: where the session says nothing, the network decides.
 */
export class SessionCache {
  private tokens = new Int32Array(size);
  private length = 0;

  /** `sounds` [V] is what each token asks for. */
  constructor(private readonly sounds: readonly Sound[]) {}

  learn(token: number): void {
    this.tokens[this.length % size] = token;
    this.length += 1;
  }

  copy(): SessionCache {
    const copy = new SessionCache(this.sounds);
    copy.tokens = this.tokens.slice();
    copy.length = this.length;
    return copy;
  }

  clear(): void {
    this.length = 0;
  }

  /**
   * `logProbs` [V], normalised, and the cache: (1 - amount) of the one and `amount` of the other. `before(n)` is the token of n
   * ticks ago, where it is known. Normalised.
   */
  mix(
    logProbs: Float32Array,
    amount: number,
    before: (ticks: number) => number | undefined,
  ): Float32Array {
    if (amount === 0) return logProbs;
    const model = logProbs.map(Math.exp);
    const cached = this.followers(before).reduce(smoothed, Float64Array.from(model));
    return model.map((value, token) => Math.log((1 - amount) * value + amount * cached[token]));
  }

  /**
   * How often each token followed the last 1, 2, ... tokens, as far as they were ever played before. That a note is held says
   * nothing of when it ends: what counts goes back to its onset. By the holds alone one more is always the likeliest, the more
   * so the more there were: a melody that hears itself would end in one long note.
   */
  private followers(before: (ticks: number) => number | undefined): Map<number, number>[] {
    const context: number[] = [];
    for (let back = 1; back <= longest; back++) {
      const token = before(back);
      if (token === undefined) break;
      context.push(token);
    }
    const held = context.findIndex((token) => this.sounds[token].kind !== 'hold');
    if (held < 0) return [];
    const counts: Map<number, number>[] = [];
    const first = Math.max(0, this.length - size);
    for (let at = first + 1; at < this.length; at++) {
      const follower = this.tokens[at % size];
      for (let back = 1; back <= Math.min(context.length, at - first); back++) {
        if (this.tokens[(at - back) % size] !== context[back - 1]) break;
        if (back <= held) continue;
        const seen = (counts[back - held - 1] ??= new Map<number, number>());
        seen.set(follower, (seen.get(follower) ?? 0) + 1);
      }
    }
    return counts;
  }
}

/** One order of Witten and Bell's interpolation: `lower` [V] is the distribution of the order below. */
function smoothed(lower: Float64Array, seen: ReadonlyMap<number, number>): Float64Array {
  let total = 0;
  for (const count of seen.values()) total += count;
  const weight = seen.size / (total + seen.size);
  const mixed = lower.map((value) => weight * value);
  for (const [token, count] of seen) mixed[token] += count / (total + seen.size);
  return mixed;
}
