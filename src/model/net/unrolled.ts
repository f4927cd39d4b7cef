import type { Graph, Tensor } from './graph.js';

/** The parameters of a recurrent layer as graph tensors, by their names in params.ts; G is H for each gate. */
export interface LayerParams {
  /** [G, X] */
  readonly wIh: Tensor;
  /** [G, H] */
  readonly wHh: Tensor;
  /** [G] the sum of all biases, which are only ever added. */
  readonly bias: Tensor;
}

export interface LayerSize {
  readonly T: number;
  readonly B: number;
  readonly H: number;
}

/** A recurrent layer unrolled over T steps, in training. Lists have one entry a step. */
export interface UnrolledLayer {
  /** [B, H] each. */
  readonly h: readonly Tensor[];
  /**
   * Backpropagation through time (Werbos 1990), written out. `dh` [B, H] is the loss's gradient by the layer's output
   * at each step; undefined where nothing depends on it.
   */
  backward(dh: readonly (Tensor | undefined)[]): LayerGradient;
}

export interface LayerGradient {
  /** [T * B, X] by the layer's input, time-major; made when it is asked for. */
  x(): Tensor;
  readonly wIh: Tensor;
  readonly wHh: Tensor;
  readonly bias: Tensor;
  /** By the bias inside the recurrent product, where the layer has one. */
  readonly bHh?: Tensor;
}

/** [B, G] of each step: what the inputs x [T * B, X] give the gates. All steps are one product. */
export function projectInputs(
  graph: Graph,
  { wIh, bias }: LayerParams,
  x: Tensor,
  { T, B }: LayerSize,
): Tensor[] {
  return graph.split(graph.linear(x, wIh, bias), Array<number>(T).fill(B), 0);
}

/**
 * The gradient by the weights from that by what the inputs, `dx`, and the states, `dh`, give the gates, [B, G] of each
 * step, so that each is one large product. `before` [B, H] are the states that the recurrent product took, at
 * all steps, or from the second on where the first is zero.
 */
export function weightGradients(
  graph: Graph,
  { wIh, wHh }: LayerParams,
  x: Tensor,
  dx: readonly Tensor[],
  dh: readonly Tensor[],
  before: readonly Tensor[],
): LayerGradient {
  const all = graph.concat(dx, 0);
  return {
    x: () => graph.matMul(all, wIh),
    wIh: graph.outer(all, x),
    wHh:
      before.length === 0
        ? graph.mul(wHh, graph.scalar(0))
        : graph.outer(
            graph.concat(dh.slice(dh.length - before.length), 0),
            graph.concat(before, 0),
          ),
    bias: graph.sumRows(all),
  };
}

/** The sum of what is there. */
export function addUp(graph: Graph, ...parts: readonly (Tensor | undefined)[]): Tensor | undefined {
  const there = parts.filter((part) => part !== undefined);
  if (there.length === 0) return undefined;
  return there.reduce((total, part) => graph.add(total, part));
}

/** `gate` is the sigmoid's own result. */
export function sigmoidBackward(graph: Graph, dGate: Tensor, gate: Tensor): Tensor {
  return graph.mul(dGate, graph.mul(gate, graph.sub(graph.scalar(1), gate)));
}

/** `value` is the tanh's own result. */
export function tanhBackward(graph: Graph, dValue: Tensor, value: Tensor): Tensor {
  return graph.mul(dValue, graph.sub(graph.scalar(1), graph.mul(value, value)));
}
