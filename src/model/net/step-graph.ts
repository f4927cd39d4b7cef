import type { Architecture } from './architecture.js';
import { Graph, type Tensor } from './graph.js';
import { inputWriter } from './input-writer.js';
import { buildNetwork, headsOutput, stateInputs, stateOutputs } from './network.js';
import { anyShape } from './onnx.js';
import { recurrentStep, recurrentStepByGate } from './recurrent-step.js';
import { stateTable } from './states.js';

/** What is wanted of a step. */
export interface StepResults {
  readonly heads: boolean;
  readonly states: boolean;
}

/**
 * One input to each of B windows, as a GPU computes it best: in few kernels, and told in one piece, as each takes a while.
 *
 * in: `told`, B rows of an `InputWriter`; each state of `stateTable` as it was before, B times its units in any shape.
 * out: `heads` [B, V + D], logits and feel after it; each state as it is then, its name with `_next`; where they are wanted.
 */
export function stepGraph(
  architecture: Architecture,
  params: Float32Array,
  { heads, states }: StepResults,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const network = buildNetwork(graph, architecture, params, recurrentStep);
  const { width } = inputWriter(architecture, params);
  const told = graph.input('told', 'float32', ['B', width]);
  const { y, after } = network.recur(told, stateInputs(graph, architecture, anyShape), { width });
  if (heads) headsOutput(graph, architecture, network.heads(y), 'B');
  if (states) stateOutputs(graph, architecture, after, anyShape);
  return graph.encode();
}

/**
 * One input to all windows of one part that are under way, W rows, as a CPU computes it best: what is the same for all of them
 * is computed once.
 *
 * in: `told`, a row as in `stepGraph`; each state of `stateTable`, [W, units]: as another shape it would be copied. Where it
 * `predicts`, also `row` [1] int32, one of the windows.
 * out: each state after that, its name with `_next`; where it `predicts`, `heads` [1, V + D], logits and feel of that window.
 */
export function rowsGraph(
  architecture: Architecture,
  params: Float32Array,
  predicts: boolean,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const network = buildNetwork(graph, architecture, params, recurrentStepByGate);
  const { width } = inputWriter(architecture, params);
  const told = graph.input('told', 'float32', [1, width]);
  const { y, after } = network.recur(told, stateInputs(graph, architecture, ['W']), { width });
  if (predicts) {
    const own = graph.op('Gather', [y, graph.input('row', 'int32', [1])], { axis: 0 });
    headsOutput(graph, architecture, network.heads(own), 1);
  }
  stateOutputs(graph, architecture, after, ['W']);
  return graph.encode();
}

/**
 * One input to all windows that are under way, as one graph: R = `size` * N rows for N `parts`, window w of part n being row
 * w * N + n, the oldest windows first. All of them move up by one then, over the oldest, and the last begins anew.
 *
 * in: `told`, N rows as in `stepGraph`; each state of `stateTable`, R times its units in any shape.
 * out: each state after that, its name with `_next`, and those of the windows that are the oldest then, with `_oldest`.
 */
export function windowsGraph(
  architecture: Architecture,
  params: Float32Array,
  size: number,
  parts: number,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const network = buildNetwork(graph, architecture, params, recurrentStep);
  const { width } = inputWriter(architecture, params);
  const told = graph.input('told', 'float32', [parts, width]);
  const everyWindow = (sum: Tensor): Tensor => graph.op('Tile', [sum, graph.ints([size, 1])]);
  const { after } = network.recur(told, stateInputs(graph, architecture, anyShape), {
    width,
    // A row alone is added to all as it is.
    ...(parts === 1 ? {} : { spread: everyWindow }),
  });
  // One less in front, and one of zeros at the end.
  const up = graph.ints([-1, 0, 0, 1, 0, 0]);
  const moved = stateTable(architecture).map(({ units }, at) =>
    graph.op('Pad', [graph.reshape(after[at], [size, parts, units]), up]),
  );
  const oldest = moved.map((rows) => graph.op('Gather', [rows, graph.range(1)], { axis: 0 }));
  stateOutputs(graph, architecture, moved, anyShape);
  stateOutputs(graph, architecture, oldest, anyShape, '_oldest');
  return graph.encode();
}
