import type { Graph, Tensor } from './graph.js';
import {
  addUp,
  projectInputs,
  tanhBackward,
  weightGradients,
  type LayerParams,
  type LayerSize,
  type UnrolledLayer,
} from './unrolled.js';

/** A simple recurrent layer (Elman 1990) over x [T * B, X]: h = tanh(x W + h' U + b). `mask` [B, H]: see lstm.ts. */
export function rnnLayer(
  graph: Graph,
  params: LayerParams,
  x: Tensor,
  size: LayerSize,
  mask?: Tensor,
): UnrolledLayer {
  const masked = (value: Tensor): Tensor => (mask === undefined ? value : graph.mul(value, mask));
  const h: Tensor[] = [];
  const before: Tensor[] = [];
  for (const project of projectInputs(graph, params, x, size)) {
    const last = h.at(-1);
    if (last !== undefined) before.push(masked(last));
    const z = last === undefined ? project : graph.linear(before.at(-1)!, params.wHh, project);
    h.push(graph.op('Tanh', [z]));
  }
  return {
    h,
    backward(dys) {
      const dzs: Tensor[] = [];
      let dhLater: Tensor | undefined;
      for (let t = size.T - 1; t >= 0; t--) {
        const dz = tanhBackward(graph, addUp(graph, dys[t], dhLater)!, h[t]);
        dzs.unshift(dz);
        if (t > 0) dhLater = masked(graph.matMul(dz, params.wHh));
      }
      return weightGradients(graph, params, x, dzs, dzs, before);
    },
  };
}
