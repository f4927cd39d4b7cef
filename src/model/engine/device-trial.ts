import { Fault } from '../fault.js';
import { Graph } from '../net/graph.js';
import { openSession } from './ort.js';

/** Process entry: computes one number on the device that it is told, and says on standard output why it cannot. */
const device = process.argv[2]!;
const graph = new Graph();
const x = graph.input('x', 'float32', [1]);
graph.output('y', graph.add(x, x), 'float32', [1]);

try {
  const session = await openSession(graph.encode(), { device, threads: 1 });
  await session.run({ x: { data: Float32Array.of(1), dims: [1] } });
} catch (fault) {
  if (!(fault instanceof Fault)) throw fault;
  process.stdout.write(fault.message);
}
