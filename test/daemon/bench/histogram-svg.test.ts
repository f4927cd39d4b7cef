import { expect, test } from 'vitest';
import { drawHistograms } from '../../../src/daemon/bench/histogram-svg.js';
import { bucketCount, Histogram } from '../../../src/daemon/core/histogram.js';

test('there is a bar for each column that has something, the fullest as high as can be', () => {
  const buckets = new Float64Array(bucketCount);
  const histogram = new Histogram(buckets);
  for (const micros of [10, 10, 10, 1500, 20_000_000]) histogram.add(micros);
  const drawn = drawHistograms([{ name: 'mine', buckets, ...histogram.summary() }]);
  const heights = [...drawn.matchAll(/ height="([\d.]+)"\/>/g)].map((found) => Number(found[1]));
  expect(heights).toEqual([90, 30, 30]);
  expect(drawn).toContain('p99 20000.00 ms');
});
