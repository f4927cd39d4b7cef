import { expect, test } from 'vitest';
import { openSession } from '../../../src/model/engine/ort.js';
import { Graph } from '../../../src/model/net/graph.js';

test('a run that is bound writes where it is told each time, and leaves nothing for V8 to collect', async () => {
  // A megabyte: the copies of 20 runs are too few for V8 to collect them by itself.
  const dims = [256, 1024];
  const graph = new Graph();
  const x = graph.input('x', 'float32', dims);
  graph.output('y', graph.add(x, x), 'float32', dims);
  const session = await openSession(graph.encode(), { device: 'cpu', threads: 1 });
  const input = new Float32Array(256 * 1024);
  const output = new Float32Array(256 * 1024);
  const run = session.bind({ x: { data: input, dims } }, { y: { data: output, dims } });
  await run();
  const before = process.memoryUsage().arrayBuffers;
  for (let value = 1; value <= 20; value++) {
    input.fill(value);
    await run();
    expect(output.at(-1)).toBe(2 * value);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(input.byteLength);
  await session.close();
});
