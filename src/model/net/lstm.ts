import type { Graph, Tensor } from './graph.js';

/** The parameters of one layer as graph tensors; shapes as in params.ts. */
export interface LstmParams {
  readonly wIh: Tensor;
  readonly wHh: Tensor;
  readonly bIh: Tensor;
  readonly bHh: Tensor;
}

/** What the backward pass needs of a forward one. Lists have one entry a step, each [B, H]. */
export interface LstmTrace {
  readonly params: LstmParams;
  /** [T * B, X] */
  readonly x: Tensor;
  /** [T * B, H], time-major. */
  readonly y: Tensor;
  readonly steps: readonly LstmStep[];
}

interface LstmStep {
  /** [B, 2H] input and forget gates side by side, after their sigmoid. */
  readonly inputForget: Tensor;
  readonly input: Tensor;
  readonly forget: Tensor;
  readonly candidate: Tensor;
  readonly output: Tensor;
  /** Absent at the first step: the state starts at zero. */
  readonly cBefore: Tensor | undefined;
  readonly tanhC: Tensor;
  readonly h: Tensor;
}

/**
 * An LSTM layer unrolled over T steps from the zero state.
 * The input projections of all steps are one product; what recurs is one product a step.
 */
export function lstmForward(
  graph: Graph,
  params: LstmParams,
  x: Tensor,
  size: { T: number; B: number; H: number },
): LstmTrace {
  const { T, B, H } = size;
  const bias = graph.add(params.bIh, params.bHh);
  const projected = graph.split(graph.linear(x, params.wIh, bias), Array<number>(T).fill(B), 0);
  const steps: LstmStep[] = [];
  let h: Tensor | undefined;
  let c: Tensor | undefined;
  for (const project of projected) {
    const z = h === undefined ? project : graph.linear(h, params.wHh, project);
    const [zInputForget, zCandidate, zOutput] = graph.split(z, [2 * H, H, H], 1) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const inputForget = graph.op('Sigmoid', [zInputForget]);
    const [input, forget] = graph.split(inputForget, [H, H], 1) as [Tensor, Tensor];
    const candidate = graph.op('Tanh', [zCandidate]);
    const output = graph.op('Sigmoid', [zOutput]);
    const cBefore = c;
    const gained = graph.mul(input, candidate);
    c = cBefore === undefined ? gained : graph.add(graph.mul(forget, cBefore), gained);
    const tanhC = graph.op('Tanh', [c]);
    h = graph.mul(output, tanhC);
    steps.push({ inputForget, input, forget, candidate, output, cBefore, tanhC, h });
  }
  return {
    params,
    x,
    y: graph.concat(
      steps.map((step) => step.h),
      0,
    ),
    steps,
  };
}

export interface LstmGradient {
  /** [T * B, X]; absent where nothing below wants it. */
  readonly x: Tensor;
  readonly wIh: Tensor;
  readonly wHh: Tensor;
  /** The same for both biases, which are only ever added. */
  readonly b: Tensor;
}

/**
 * Backpropagation through time (Werbos 1990), written out. `dy` [T * B, H] is the loss's gradient by the layer's output.
 * Gate gradients of all steps are gathered first, so that each weight's gradient is one large product.
 */
export function lstmBackward(
  graph: Graph,
  trace: LstmTrace,
  dy: Tensor,
  size: { T: number; B: number },
): LstmGradient {
  const { T, B } = size;
  const one = graph.scalar(1);
  const dys = graph.split(dy, Array<number>(T).fill(B), 0);
  const dzs: Tensor[] = [];
  let dhLater: Tensor | undefined;
  let dcLater: Tensor | undefined;
  for (let t = T - 1; t >= 0; t--) {
    const step = trace.steps[t];
    const dh: Tensor = dhLater === undefined ? dys[t] : graph.add(dys[t], dhLater);
    const throughTanh = graph.mul(
      graph.mul(dh, step.output),
      graph.sub(one, graph.mul(step.tanhC, step.tanhC)),
    );
    const dc: Tensor = dcLater === undefined ? throughTanh : graph.add(throughTanh, dcLater);
    const dInput = graph.mul(dc, step.candidate);
    const dForget =
      step.cBefore === undefined ? graph.mul(dc, graph.scalar(0)) : graph.mul(dc, step.cBefore);
    const dzInputForget = sigmoidBackward(
      graph,
      graph.concat([dInput, dForget], 1),
      step.inputForget,
    );
    const dzCandidate = graph.mul(
      graph.mul(dc, step.input),
      graph.sub(one, graph.mul(step.candidate, step.candidate)),
    );
    const dzOutput = sigmoidBackward(graph, graph.mul(dh, step.tanhC), step.output);
    const dz = graph.concat([dzInputForget, dzCandidate, dzOutput], 1);
    dzs.unshift(dz);
    if (t > 0) {
      dhLater = graph.matMul(dz, trace.params.wHh);
      dcLater = graph.mul(dc, step.forget);
    }
  }
  const dz = graph.concat(dzs, 0);
  const hBefore = graph.concat(
    trace.steps.slice(0, -1).map((step) => step.h),
    0,
  );
  const wHh =
    T === 1
      ? graph.mul(trace.params.wHh, graph.scalar(0))
      : graph.outer(graph.concat(dzs.slice(1), 0), hBefore);
  return {
    x: graph.matMul(dz, trace.params.wIh),
    wIh: graph.outer(dz, trace.x),
    wHh,
    b: graph.sumRows(dz),
  };
}

/** `gate` is the sigmoid's own result. */
function sigmoidBackward(graph: Graph, dGate: Tensor, gate: Tensor): Tensor {
  return graph.mul(dGate, graph.mul(gate, graph.sub(graph.scalar(1), gate)));
}
