/** Seeded randomness with explicit state: nothing in the model draws from anywhere else. */

/** A well-mixed 32-bit hash of an integer (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A number in [0, 1) that depends on nothing but its arguments: draw `draw` of tick `tick` under `seed`.
 * A tick that was missed or replayed therefore changes no other tick's luck.
 */
export function coin(seed: number, tick: number, draw: number): number {
  return mix(mix(mix(seed + 0x9e3779b9) ^ tick) + Math.imul(draw, 0x9e3779b9)) / 2 ** 32;
}

/** A stream of numbers in [0, 1): sfc32 (Doty-Humphrey), whose four words of state can be saved. */
export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor(seed: number | readonly number[]) {
    const words = typeof seed === 'number' ? [seed, 0x9e3779b9, 0x243f6a88, 1] : seed;
    [this.a, this.b, this.c, this.counter] = words as [number, number, number, number];
    if (typeof seed === 'number') for (let warm = 0; warm < 16; warm++) this.next();
  }

  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** An integer in [0, below). */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Puts `items` in a random order, in place (Fisher and Yates). */
  shuffle(items: unknown[]): void {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [items[last], items[other]] = [items[other], items[last]];
    }
  }

  /** What the constructor takes to go on from here. */
  state(): readonly number[] {
    return [this.a, this.b, this.c, this.counter];
  }
}

/** A draw from the standard normal distribution, from two coins (Box and Muller). */
export function normal(u: number, v: number): number {
  return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
}

/**
 * The share of the standard normal distribution that is below `z`, to 1e-7: the error function of Abramowitz and Stegun,
 * 7.1.26.
 */
export function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp(-x * x);
  return z < 0 ? tail : 1 - tail;
}
