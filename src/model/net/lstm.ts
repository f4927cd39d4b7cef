import type { Graph, Tensor } from './graph.js';
import { lstmBySteps, type LstmOptions, type LstmState } from './lstm-forward.js';
import { lstmWhole } from './lstm-whole.js';
import {
  addUp,
  weightGradients,
  type LayerParams,
  type LayerSize,
  type UnrolledLayer,
} from './unrolled.js';

/**
 * An LSTM layer over x [T * B, X], from zeros or from `start`, which gets no gradient. Gives the state after the last step as
 * `end`.
 */
export function lstmLayer(
  graph: Graph,
  params: LayerParams,
  x: Tensor,
  size: LayerSize,
  options: LstmOptions = {},
): UnrolledLayer & { readonly end: LstmState } {
  const { mask } = options;
  // The operator for whole layers drops nothing in between.
  const whole = graph.hardware.wholeLayers && mask === undefined;
  const forward = (whole ? lstmWhole : lstmBySteps)(graph, params, x, size, options);
  return {
    h: forward.h,
    end: forward.end,
    backward(dys) {
      const slopes = forward.slopes();
      const dzs: Tensor[] = [];
      let dhLater: Tensor | undefined;
      let dcLater: Tensor | undefined;
      for (let t = size.T - 1; t >= 0; t--) {
        const dh = addUp(graph, dys[t], dhLater)!;
        const dc = addUp(graph, graph.mul(dh, slopes[t].c), dcLater)!;
        const dz = graph.mul(graph.concat([dc, dc, dc, dh], 1), slopes[t].z);
        dzs.unshift(dz);
        if (t === 0) break;
        dhLater = graph.matMul(dz, params.wHh);
        if (mask !== undefined) dhLater = graph.mul(dhLater, mask);
        dcLater = graph.mul(dc, forward.forget[t]);
      }
      return weightGradients(graph, params, x, dzs, dzs, forward.before);
    },
  };
}
