import { createHash } from 'node:crypto';

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

/** 64 hexadecimal digits that name a content. */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Shares contents out 80 : 10 : 10 by their hash, so that a file keeps its split as others come and
 * go, and equal files share one. Of few files, one each goes to train, validation and test, in this
 * order, before any gets a second; of 14, two at least go to validation and to test, and three of 21:
 * one piece says little of the others.
 */
export function splitByHash(hashes: Iterable<string>): Map<string, Split> {
  const sorted = [...new Set(hashes)].sort();
  const below = (share: number): number =>
    sorted.filter((hash) => parseInt(hash.slice(0, 8), 16) < share * 2 ** 32).length;
  const clamp = (value: number, low: number, high: number): number =>
    Math.min(Math.max(value, low), Math.max(low, high));
  const least = clamp(Math.floor(sorted.length / 7), 1, 3);
  const train = clamp(below(0.8), 1, sorted.length - 2 * least);
  const validation = clamp(below(0.9), train + least, sorted.length - least);
  return new Map(
    sorted.map((hash, i) => [hash, i < train ? 'train' : i < validation ? 'validation' : 'test']),
  );
}
