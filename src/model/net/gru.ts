import type { Graph, Tensor } from './graph.js';
import {
  addUp,
  projectInputs,
  sigmoidBackward,
  tanhBackward,
  weightGradients,
  type LayerParams,
  type LayerSize,
  type UnrolledLayer,
} from './unrolled.js';

/** A GRU whose reset gate acts on the recurrent product has a bias inside that product too. */
export interface GruParams extends LayerParams {
  /** [G] */
  readonly bHh: Tensor;
}

interface GruStep {
  /** [B, 2H] update and reset gates side by side, after their sigmoid. */
  readonly gates: Tensor;
  /** [B, H] each, from here on. */
  readonly update: Tensor;
  readonly reset: Tensor;
  readonly candidate: Tensor;
  /** The recurrent product's part of the candidate, before the reset gate. */
  readonly recurred: Tensor;
  /** Absent at the first step: the state starts at zero. */
  readonly hBefore: Tensor | undefined;
  readonly h: Tensor;
}

/**
 * A GRU layer over x [T * B, X] (Cho et al. 2014, v1), gates packed z, r, n as in params.ts:
 * n = tanh(x W + b + r (h' U + c)), h = z h' + (1 - z) n. `mask` [B, H] acts on h' in the product: see lstm.ts.
 */
export function gruLayer(
  graph: Graph,
  params: GruParams,
  x: Tensor,
  size: LayerSize,
  mask?: Tensor,
): UnrolledLayer {
  const { T, B, H } = size;
  const one = graph.scalar(1);
  const masked = (value: Tensor): Tensor => (mask === undefined ? value : graph.mul(value, mask));
  const steps: GruStep[] = [];
  const before: Tensor[] = [];
  for (const project of projectInputs(graph, params, x, size)) {
    const hBefore = steps.at(-1)?.h;
    let recur = graph.op('Expand', [params.bHh, graph.ints([B, 3 * H])]);
    if (hBefore !== undefined) {
      before.push(masked(hBefore));
      recur = graph.linear(before.at(-1)!, params.wHh, params.bHh);
    }
    const [xGates, xCandidate] = graph.split(project, [2 * H, H], 1) as [Tensor, Tensor];
    const [hGates, recurred] = graph.split(recur, [2 * H, H], 1) as [Tensor, Tensor];
    const gates = graph.op('Sigmoid', [graph.add(xGates, hGates)]);
    const [update, reset] = graph.split(gates, [H, H], 1) as [Tensor, Tensor];
    const candidate = graph.op('Tanh', [graph.add(xCandidate, graph.mul(reset, recurred))]);
    const fresh = graph.mul(graph.sub(one, update), candidate);
    const h = addUp(graph, fresh, hBefore && graph.mul(update, hBefore))!;
    steps.push({ gates, update, reset, candidate, recurred, hBefore, h });
  }
  return {
    h: steps.map(({ h }) => h),
    backward(dys) {
      // By what the inputs give the gates, and by what the state gives them: they differ in the candidate's part.
      const dxs: Tensor[] = [];
      const dhs: Tensor[] = [];
      let dhLater: Tensor | undefined;
      for (let t = T - 1; t >= 0; t--) {
        const { gates, update, reset, candidate, recurred, hBefore } = steps[t];
        const dh = addUp(graph, dys[t], dhLater)!;
        const dCandidate = tanhBackward(graph, graph.mul(dh, graph.sub(one, update)), candidate);
        const old = hBefore ?? graph.scalar(0);
        const dUpdate = graph.mul(dh, graph.sub(old, candidate));
        const dGates = sigmoidBackward(
          graph,
          graph.concat([dUpdate, graph.mul(dCandidate, recurred)], 1),
          gates,
        );
        dxs.unshift(graph.concat([dGates, dCandidate], 1));
        dhs.unshift(graph.concat([dGates, graph.mul(dCandidate, reset)], 1));
        if (t === 0) break;
        dhLater = graph.add(masked(graph.matMul(dhs[0], params.wHh)), graph.mul(dh, update));
      }
      return {
        ...weightGradients(graph, params, x, dxs, dhs, before),
        bHh: graph.sumRows(graph.concat(dhs, 0)),
      };
    },
  };
}
