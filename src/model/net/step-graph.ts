import type { Architecture } from './architecture.js';
import { Graph, type Tensor } from './graph.js';
import type { Hardware } from './hardware.js';
import { inputWriter } from './input-writer.js';
import { buildNetwork, headsOutput, stateInputs, stateOutputs } from './network.js';
import { anyShape } from './onnx.js';
import { recurrentStep, recurrentStepByGate } from './recurrent-step.js';
import { stateTable, unitsOf } from './states.js';

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

/** How many windows there are of each part, how many parts, and what is to compute them. */
export interface WindowsShape {
  readonly size: number;
  readonly parts: number;
  readonly hardware: Hardware;
}

/**
 * One input to all windows of N `parts` that are under way, as one graph, the oldest windows first. All of them move up by
 * one then, over the oldest, and the last begins anew.
 *
 * in: `told`, N rows as in `stepGraph`; `rows` [`size`, N, all units], their states side by side as in `stateTable`.
 * out: `rows_next`, the same after that; each state of the windows that are the oldest then, its name with `_oldest`.
 */
export function windowsGraph(
  architecture: Architecture,
  params: Float32Array,
  { size, parts, hardware }: WindowsShape,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph(hardware);
  const network = buildNetwork(graph, architecture, params, recurrentStep);
  const { width } = inputWriter(architecture, params);
  const told = graph.input('told', 'float32', [parts, width]);
  const units = stateTable(architecture).map((state) => state.units);
  const dims = [size, parts, unitsOf(architecture)];
  const before = graph.split(graph.input('rows', 'float32', dims), units, 2);
  const everyWindow = (sum: Tensor): Tensor => graph.op('Tile', [sum, graph.ints([size, 1])]);
  const { after } = network.recur(told, before, {
    width,
    // A row alone is added to all as it is.
    ...(parts === 1 ? {} : { spread: everyWindow }),
  });
  const rows = after.map((state, at) => graph.reshape(state, [size, parts, units[at]]));
  // One less in front, and one of zeros at the end.
  const moved = graph.op('Pad', [graph.concat(rows, 2), graph.ints([-1, 0, 0, 1, 0, 0])]);
  graph.output('rows_next', moved, 'float32', dims);
  const oldest = graph.op('Gather', [moved, graph.range(1)], { axis: 0 });
  const states = graph.split(oldest, units, 2);
  stateOutputs(graph, architecture, states, [1, parts], '_oldest');
  return graph.encode();
}
