import type { Graph, Tensor } from './graph.js';
import { sigmoidBackward, tanhBackward, type LayerSize } from './unrolled.js';

/** What an LSTM layer computed at N steps, one below the other. */
export interface LstmValues {
  /** [N * B, 2H] input and forget gates side by side, after their sigmoid. */
  readonly inputForget: Tensor;
  /** [N * B, H] each, from here on. */
  readonly candidate: Tensor;
  readonly output: Tensor;
  readonly tanhC: Tensor;
  readonly cBefore: Tensor;
}

/** Of one step. */
export interface LstmSlopes {
  /** [B, H] of h by c. */
  readonly c: Tensor;
  /** [B, 4H] of c by what goes into the input gate, the forget gate and the candidate, and of h by that into the output gate. */
  readonly z: Tensor;
}

/**
 * The slopes at N steps: what does not depend on the loss is computed for them all at once, as a GPU takes longer to begin
 * an operator than to run a small one.
 */
export function lstmSlopes(
  graph: Graph,
  N: number,
  { B, H }: LayerSize,
  { inputForget, candidate, output, tanhC, cBefore }: LstmValues,
): LstmSlopes[] {
  const apart = (all: Tensor): Tensor[] => graph.split(all, Array<number>(N).fill(B), 0);
  const [input] = graph.split(inputForget, [H, H], 1);
  const z = [
    sigmoidBackward(graph, graph.concat([candidate, cBefore], 1), inputForget),
    tanhBackward(graph, input, candidate),
    sigmoidBackward(graph, tanhC, output),
  ];
  const c = apart(tanhBackward(graph, output, tanhC));
  return apart(graph.concat(z, 1)).map((each, at) => ({ c: c[at], z: each }));
}
