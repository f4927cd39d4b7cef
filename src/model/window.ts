/**
 * The rolling window: the last `size` inputs of a network, a token and its features each.
 * A prediction is a function of these alone, from the zero state (DESIGN 3).
 */
export class Window {
  private readonly tokens: Int32Array;
  private readonly features: Float32Array;
  private pushed = 0;

  constructor(
    readonly size: number,
    private readonly featureWidth: number,
  ) {
    this.tokens = new Int32Array(size);
    this.features = new Float32Array(size * featureWidth);
  }

  /** Inputs held now: `size` once so many were pushed. */
  get length(): number {
    return Math.min(this.pushed, this.size);
  }

  /** `features` is [F]; it is copied. */
  push(token: number, features: Float32Array): void {
    const slot = this.pushed % this.size;
    this.tokens[slot] = token;
    this.features.set(features, slot * this.featureWidth);
    this.pushed++;
  }

  /** The newest `count` inputs, oldest first: tokens [count] and features [count, F], copies. */
  latest(count: number): { tokens: Int32Array; features: Float32Array } {
    const F = this.featureWidth;
    const tokens = new Int32Array(count);
    const features = new Float32Array(count * F);
    for (let at = 0; at < count; at++) {
      const slot = (this.pushed - count + at) % this.size;
      tokens[at] = this.tokens[slot];
      features.set(this.features.subarray(slot * F, (slot + 1) * F), at * F);
    }
    return { tokens, features };
  }

  clear(): void {
    this.pushed = 0;
  }
}
