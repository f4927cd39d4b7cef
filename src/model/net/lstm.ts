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

interface LstmStep {
  /** [B, 2H] input and forget gates side by side, after their sigmoid. */
  readonly inputForget: Tensor;
  /** [B, H] each, from here on. */
  readonly input: Tensor;
  readonly forget: Tensor;
  readonly candidate: Tensor;
  readonly output: Tensor;
  /** Absent at the first step where the state starts at zero. */
  readonly cBefore: Tensor | undefined;
  readonly c: Tensor;
  readonly tanhC: Tensor;
  readonly h: Tensor;
}

/** [B, H] each. */
interface LstmState {
  readonly h: Tensor;
  readonly c: Tensor;
}

/**
 * An LSTM layer over x [T * B, X]. What recurs is one product a step; `mask` [B, H], the same at every step, is dropout
 * of the state in that product (Gal and Ghahramani 2016). It starts from zeros or from `start`, which gets no gradient, and
 * gives the state after the last step as `end`.
 */
export function lstmLayer(
  graph: Graph,
  params: LayerParams,
  x: Tensor,
  size: LayerSize,
  {
    mask,
    start,
  }: { readonly mask?: Tensor | undefined; readonly start?: LstmState | undefined } = {},
): UnrolledLayer & { readonly end: LstmState } {
  const { T, H } = size;
  const masked = (value: Tensor): Tensor => (mask === undefined ? value : graph.mul(value, mask));
  const steps: LstmStep[] = [];
  const before: Tensor[] = [];
  for (const project of projectInputs(graph, params, x, size)) {
    const last = steps.at(-1) ?? start;
    let z = project;
    if (last !== undefined) {
      before.push(masked(last.h));
      z = graph.linear(before.at(-1)!, params.wHh, project);
    }
    const [zInputForget, zCandidate, zOutput] = graph.split(z, [2 * H, H, H], 1) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const inputForget = graph.op('Sigmoid', [zInputForget]);
    const [input, forget] = graph.split(inputForget, [H, H], 1) as [Tensor, Tensor];
    const candidate = graph.op('Tanh', [zCandidate]);
    const output = graph.op('Sigmoid', [zOutput]);
    const cBefore = last?.c;
    const gained = graph.mul(input, candidate);
    const c = cBefore === undefined ? gained : graph.add(graph.mul(forget, cBefore), gained);
    const tanhC = graph.op('Tanh', [c]);
    const h = graph.mul(output, tanhC);
    steps.push({ inputForget, input, forget, candidate, output, cBefore, c, tanhC, h });
  }
  return {
    h: steps.map(({ h }) => h),
    end: steps.at(-1)!,
    backward(dys) {
      const dzs: Tensor[] = [];
      let dhLater: Tensor | undefined;
      let dcLater: Tensor | undefined;
      for (let t = T - 1; t >= 0; t--) {
        const step = steps[t];
        const dh = addUp(graph, dys[t], dhLater)!;
        const throughTanh = tanhBackward(graph, graph.mul(dh, step.output), step.tanhC);
        const dc = addUp(graph, throughTanh, dcLater)!;
        const dInput = graph.mul(dc, step.candidate);
        const dForget = graph.mul(dc, step.cBefore ?? graph.scalar(0));
        const dGates = graph.concat([dInput, dForget], 1);
        const dz = graph.concat(
          [
            sigmoidBackward(graph, dGates, step.inputForget),
            tanhBackward(graph, graph.mul(dc, step.input), step.candidate),
            sigmoidBackward(graph, graph.mul(dh, step.tanhC), step.output),
          ],
          1,
        );
        dzs.unshift(dz);
        if (t === 0) break;
        dhLater = masked(graph.matMul(dz, params.wHh));
        dcLater = graph.mul(dc, step.forget);
      }
      return weightGradients(graph, params, x, dzs, dzs, before);
    },
  };
}
