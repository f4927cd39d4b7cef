import { expect, test } from 'vitest';
import {
  allocateShared,
  meterNames,
  viewShared,
} from '../../../src/daemon/threads/shared-layout.js';
import { readTotals } from '../../../src/daemon/threads/totals.js';

test('while the clock thread is held up in the midst of writing, totals are as they were, and not 0', () => {
  const memory = allocateShared(1, 1);
  const shared = viewShared(memory);
  const values = new Float64Array(meterNames.length);
  shared.meters.write(Float64Array.from(meterNames, (_, at) => at + 1));
  const before = readTotals(shared, values, 0);
  expect([before.ticks, before.predict.max]).toEqual([1, meterNames.length]);
  // The first of its two marks.
  Atomics.add(new Int32Array(memory.meters), 0, 1);
  expect(readTotals(shared, values, 0)).toEqual(before);
});
