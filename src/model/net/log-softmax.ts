import type { Graph, Tensor } from './graph.js';

/** Of logits [M, V], in parts, as webgpu has no LogSoftmax: it would fall to the CPU. */
export function logSoftmax(graph: Graph, logits: Tensor): Tensor {
  const shifted = graph.sub(logits, graph.op('ReduceMax', [logits], { axes: [1], keepdims: 1 }));
  const total = graph.op('ReduceSum', [graph.op('Exp', [shifted]), graph.ints([1])], {
    keepdims: 1,
  });
  return graph.sub(shifted, graph.op('Log', [total]));
}
