import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weightedMedian } from '../../src/model/weighted-median.js';

const pairs = fc.array(fc.tuple(fc.nat(300), fc.nat(8)), { minLength: 1 });

test('no more than half of all lies on either side of a weighted median, in whichever order they come', () => {
  fc.assert(
    fc.property(pairs, (values) => {
      const median = weightedMedian(values)!;
      const weigh = (is: (value: number) => boolean): number =>
        values.reduce((total, [value, weight]) => total + (is(value) ? weight : 0), 0);
      const half = weigh(() => true) / 2;
      expect(weigh((value) => value < median)).toBeLessThanOrEqual(half);
      expect(weigh((value) => value > median)).toBeLessThanOrEqual(half);
      expect(weightedMedian(values.toReversed())).toBe(median);
    }),
  );
});

test('of nothing there is no weighted median', () => {
  expect(weightedMedian([])).toBeUndefined();
});
