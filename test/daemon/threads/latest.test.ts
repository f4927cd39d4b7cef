import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { Latest } from '../../../src/daemon/threads/latest.js';
import { built } from '../../support/built.js';
import type { LatestWriterData } from './latest-writer.js';

test('a cell gives the last value that was written, to every reader', () => {
  const memory = Latest.allocate(3);
  const [writer, one, two] = [new Latest(memory), new Latest(memory), new Latest(memory)];
  const values = new Float64Array(3);
  for (const written of [
    [1, 2, 3],
    [0.1, -1e300, NaN],
  ]) {
    writer.write(Float64Array.from(written));
    for (const reader of [one, two, one]) {
      expect(reader.read(values)).toBe(true);
      expect([...values]).toEqual(written);
    }
  }
});

test('news is what was written since the same reader read last', () => {
  const memory = Latest.allocate(1);
  const [writer, one, two] = [new Latest(memory), new Latest(memory), new Latest(memory)];
  const values = new Float64Array(1);
  expect(one.readNews(values)).toBe(false);
  writer.write(Float64Array.of(5));
  expect([one.readNews(values), one.readNews(values)]).toEqual([true, false]);
  expect([two.read(values), two.readNews(values)]).toEqual([true, false]);
  writer.write(Float64Array.of(6));
  expect([one.readNews(values), two.readNews(values), values[0]]).toEqual([true, true, 6]);
});

test('a reader keeps what it has while a writer is stuck in the midst of writing', () => {
  const memory = Latest.allocate(1);
  new Int32Array(memory)[0] = 1;
  const values = Float64Array.of(7);
  expect(new Latest(memory).read(values)).toBe(false);
  expect(values[0]).toBe(7);
});

test('no reader sees half of one value and half of another, with a real thread writing', async () => {
  const fields = 20;
  const memory = Latest.allocate(fields);
  const data: LatestWriterData = { memory, fields, count: 30_000 };
  const worker = new Worker(built('test/daemon/threads/latest-writer.js'), { workerData: data });
  const reader = new Latest(memory);
  const values = new Float64Array(fields);
  let [torn, backward, seen, last] = [0, 0, 0, 0];
  while (last < data.count) {
    await new Promise((resolve) => setImmediate(resolve));
    for (let times = 0; times < 100; times += 1) {
      if (!reader.read(values)) continue;
      if (values.some((value) => value !== values[0])) torn += 1;
      if (values[0]! < last) backward += 1;
      if (values[0] !== last) seen += 1;
      last = values[0]!;
    }
  }
  expect({ torn, backward }).toEqual({ torn: 0, backward: 0 });
  expect(seen).toBeGreaterThan(0);
  await worker.terminate();
});
