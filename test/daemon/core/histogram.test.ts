import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketCount, Histogram } from '../../../src/daemon/core/histogram.js';

test('a quantile is the exact one, or up to 1/32 above it', () => {
  const value = fc.oneof(fc.nat(100), fc.nat(10_000), fc.nat(60_000_000));
  const share = fc.constantFrom(0.5, 0.9, 0.99, 1);
  const entries = fc.array(value, { minLength: 1, maxLength: 300, size: 'max' });
  fc.assert(
    fc.property(entries, share, (values, wanted) => {
      const histogram = new Histogram();
      for (const entry of values) histogram.add(entry);
      const sorted = [...values].sort((a, b) => a - b);
      const exact = sorted[Math.ceil(sorted.length * wanted) - 1]!;
      const found = histogram.quantile(wanted);
      expect(found).toBeGreaterThanOrEqual(exact);
      expect(found).toBeLessThanOrEqual(exact * (1 + 1 / 32));
      expect(histogram.max).toBe(sorted.at(-1));
    }),
  );
});

test('one that is empty says 0, and what is early counts as on time', () => {
  const histogram = new Histogram();
  expect(histogram.summary()).toEqual({ p50: 0, p99: 0, max: 0 });
  histogram.add(-5);
  expect(histogram.summary()).toEqual({ p50: 0, p99: 0, max: 0 });
  expect(histogram.count).toBe(1);
});

test('one that took in others says of all what it says of the buckets of one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5_000_000)), fc.array(fc.nat(5_000_000)), (some, more) => {
      const all = new Histogram();
      for (const value of [...some, ...more]) all.add(value);
      const merged = new Histogram();
      for (const values of [some, more]) {
        const buckets = new Float64Array(bucketCount);
        for (const value of values) new Histogram(buckets).add(value);
        merged.merge(buckets);
      }
      expect(merged.count).toBe(all.count);
      for (const share of [0.5, 0.99]) {
        expect(merged.quantile(share)).toBeGreaterThanOrEqual(all.quantile(share));
        expect(merged.quantile(share)).toBeLessThanOrEqual(all.quantile(share) * (1 + 1 / 32));
      }
    }),
  );
});
