import type { Measure } from './measures.js';

/** [bins] the share of `values` in each bin of a measure; all zero where there are none. */
export function histogram({ from, to, bins }: Measure, values: readonly number[]): number[] {
  const shares = Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - from) / (to - from)) * bins);
    shares[Math.max(0, Math.min(bins - 1, bin))] += 1 / values.length;
  }
  return shares;
}

/** The area that two histograms have in common: 1 where they are the same, 0 where nothing is in both. */
export function overlap(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, share, bin) => total + Math.min(share, b[bin]), 0);
}
