import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { monotonic } from '../../../src/daemon/io/monotonic.js';
import { built } from '../../support/built.js';

test('its microseconds are whole, never go back, and are those of the system clock', () => {
  let last = 0;
  for (let times = 0; times < 1000; times += 1) {
    const now = monotonic.now();
    expect(Number.isInteger(now)).toBe(true);
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
  }
  const before = Number(process.hrtime.bigint() / 1000n);
  const now = monotonic.now();
  const after = Number(process.hrtime.bigint() / 1000n);
  expect(now).toBeGreaterThanOrEqual(before - 2);
  expect(now).toBeLessThanOrEqual(after + 2);
});

test('another thread reads the same clock: its now lies between two of ours', async () => {
  const module = JSON.stringify(built('src/daemon/io/monotonic.js').href);
  const source = `import { parentPort } from 'node:worker_threads';
    import { monotonic } from ${module};
    parentPort.postMessage(monotonic.now());`;
  const before = monotonic.now();
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  const theirs = await new Promise<number>((resolve) => worker.once('message', resolve));
  const after = monotonic.now();
  expect(theirs).toBeGreaterThanOrEqual(before - 2);
  expect(theirs).toBeLessThanOrEqual(after + 2);
});
