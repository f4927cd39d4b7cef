import type { Graph, Tensor } from './graph.js';

export interface BatchNorm {
  /** [B, X] */
  readonly y: Tensor;
  /** [X] of this batch; the variance is that of the batch itself, not the estimate of a population's. */
  readonly mean: Tensor;
  readonly variance: Tensor;
  backward(dy: Tensor): { readonly x: Tensor; readonly gamma: Tensor; readonly beta: Tensor };
}

/** Batch normalisation of x [B, X] in training (Ioffe and Szegedy 2015): by the statistics of the batch. */
export function normLayer(
  graph: Graph,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
  x: Tensor,
  B: number,
): BatchNorm {
  const share = graph.scalar(1 / B);
  const mean = graph.mul(graph.sumRows(x), share);
  const centred = graph.sub(x, mean);
  const variance = graph.mul(graph.sumRows(graph.mul(centred, centred)), share);
  const spread = graph.op('Sqrt', [graph.add(variance, graph.scalar(epsilon))]);
  const normal = graph.div(centred, spread);
  return {
    y: graph.add(graph.mul(normal, gamma), beta),
    mean,
    variance,
    backward(dy) {
      const dGamma = graph.sumRows(graph.mul(dy, normal));
      const dBeta = graph.sumRows(dy);
      // What the batch's own mean and spread took away.
      const shared = graph.mul(graph.add(dBeta, graph.mul(normal, dGamma)), share);
      const x = graph.mul(graph.div(graph.sub(dy, shared), spread), gamma);
      return { x, gamma: dGamma, beta: dBeta };
    },
  };
}
