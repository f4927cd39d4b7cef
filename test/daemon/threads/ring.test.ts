import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ring } from '../../../src/daemon/threads/ring.js';
import { built } from '../../support/built.js';
import type { RingProducerData } from './ring-producer.js';

const size = fc.record({
  fields: fc.integer({ min: 1, max: 9 }),
  records: fc.constantFrom(1, 2, 8, 64),
});

test('a ring is a queue of its capacity: in order, refusing when full, empty when drained', () => {
  const doings = fc.array(fc.boolean(), { maxLength: 400, size: 'max' });
  fc.assert(
    fc.property(size, doings, ({ fields, records }, pushes) => {
      const ring = new Ring(Ring.allocate(fields, records), fields);
      const queue: number[] = [];
      const record = new Float64Array(fields);
      pushes.forEach((isPush, serial) => {
        if (isPush) {
          expect(ring.push(record.fill(serial))).toBe(queue.length < records);
          if (queue.length < records) queue.push(serial);
        } else {
          const expected = queue.shift();
          expect(ring.pop(record.fill(-1))).toBe(expected !== undefined);
          expect(record).toEqual(new Float64Array(fields).fill(expected ?? -1));
        }
        expect(ring.length).toBe(queue.length);
        expect(ring.room).toBe(records - queue.length);
      });
    }),
    { numRuns: 20 },
  );
});

test('a ring goes on when its counts pass 2^31', () => {
  const memory = Ring.allocate(1, 4);
  new Int32Array(memory, 0, 2).fill(2 ** 31 - 2);
  const ring = new Ring(memory, 1);
  const record = new Float64Array(1);
  for (let lap = 0; lap < 3; lap += 1) {
    for (let at = 0; at < 4; at += 1) expect(ring.push(record.fill(at))).toBe(true);
    expect(ring.push(record)).toBe(false);
    for (let at = 0; at < 4; at += 1) {
      expect(ring.pop(record)).toBe(true);
      expect(record[0]).toBe(at);
    }
  }
});

test.each([
  { fields: 1, records: 1 },
  { fields: 3, records: 4 },
  { fields: 150, records: 64 },
])('every record crosses from a real thread once, whole and in order: %o', async (sizes) => {
  const count = 20_000;
  const memory = Ring.allocate(sizes.fields, sizes.records);
  const ring = new Ring(memory, sizes.fields);
  const data: RingProducerData = { memory, fields: sizes.fields, count };
  const worker = new Worker(built('test/daemon/threads/ring-producer.js'), { workerData: data });
  const record = new Float64Array(sizes.fields);
  let wrong = 0;
  for (let serial = 0; serial < count;) {
    if (!ring.pop(record)) {
      // The producer needs the core as well, where there is only one.
      await new Promise((resolve) => setImmediate(resolve));
      continue;
    }
    if (record.some((value) => value !== serial)) wrong += 1;
    serial += 1;
  }
  expect(wrong).toBe(0);
  expect(ring.pop(record)).toBe(false);
  await worker.terminate();
});
