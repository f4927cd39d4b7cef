import { featureWidth, type Architecture } from './architecture.js';
import { Graph, type Tensor } from './graph.js';
import { logSoftmax } from './heads.js';
import { buildNetwork, stateInputs } from './network.js';
import { recurrentLayer } from './onnx-recurrent.js';
import { recurrentStep, recurrentStepByGate } from './recurrent-step.js';
import { stateTable } from './states.js';

/**
 * Prediction as one graph, for priming a window and for single steps alike, T and B being free.
 *
 * in: `tokens` [T, B] int32; `features` [T, B, F]; each state of `stateTable` as it was before.
 * out: `heads` [B, V + D], logits and feel after the last input; each state as it is then, its name with `_next`.
 */
export function predictGraph(
  architecture: Architecture,
  params: Float32Array,
): Uint8Array<ArrayBuffer> {
  return networkGraph(architecture, params, { T: 'T', heads: 'heads' }).encode();
}

/**
 * The same for one input, T being 1, as a GPU computes it best. What it is told comes in one piece, as each piece takes
 * a while to cross: `told` [1, B, 1 + F] float32, token and features of each window, in place of `tokens` and `features`.
 */
export function stepGraph(
  architecture: Architecture,
  params: Float32Array,
): Uint8Array<ArrayBuffer> {
  return networkGraph(architecture, params, { T: 1, heads: 'heads' }).encode();
}

/** A step that predicts nothing: states alone. */
export function advanceGraph(
  architecture: Architecture,
  params: Float32Array,
): Uint8Array<ArrayBuffer> {
  return networkGraph(architecture, params, { T: 1, heads: 'none' }).encode();
}

/** `predictGraph` for other programs: `log_probs` [B, V] in the place of `heads`, and `feel` [B, D] where there is any. */
export function exportGraph(architecture: Architecture, params: Float32Array): Graph {
  return networkGraph(architecture, params, { T: 'T', heads: 'normalised' });
}

function networkGraph(
  architecture: Architecture,
  params: Float32Array,
  { T, heads }: { T: 'T' | 1; heads: 'heads' | 'normalised' | 'none' },
): Graph {
  const { vocabulary: V, feel: D } = architecture;
  const graph = new Graph();
  const layers = T === 1 ? recurrentStep : recurrentLayer;
  const network = buildNetwork(graph, architecture, params, layers);
  const { tokens, features } =
    T === 1 ? toldInputs(graph, architecture, 'B') : plainInputs(graph, architecture);
  const x = network.embed(tokens, features);
  const { y, after } = network.recur(x, stateInputs(graph, architecture, 'B'));
  if (heads === 'heads') graph.output('heads', network.heads(y), 'float32', ['B', V + D]);
  if (heads === 'normalised') {
    const [logits, feel] = graph.split(network.heads(y), D === 0 ? [V] : [V, D], 1);
    graph.output('log_probs', logSoftmax(graph, logits), 'float32', ['B', V]);
    if (D > 0) graph.output('feel', feel, 'float32', ['B', D]);
  }
  stateTable(architecture).forEach(({ name, units }, at) =>
    graph.output(`${name}_next`, after[at], 'float32', [1, 'B', units]),
  );
  return graph;
}

interface Inputs {
  readonly tokens: Tensor;
  readonly features: Tensor | undefined;
}

function plainInputs(graph: Graph, architecture: Architecture): Inputs {
  const F = featureWidth(architecture);
  return {
    tokens: graph.input('tokens', 'int32', ['T', 'B']),
    features: F === 0 ? undefined : graph.input('features', 'float32', ['T', 'B', F]),
  };
}

function toldInputs(graph: Graph, architecture: Architecture, rows: string | 1): Inputs {
  const F = featureWidth(architecture);
  const told = graph.input('told', 'float32', [1, rows, 1 + F]);
  const [ids, features] = graph.split(told, F === 0 ? [1] : [1, F], 2);
  const tokens = graph.op('Cast', [graph.reshape(ids, [1, -1])], { to: 6 });
  return { tokens, features };
}

/**
 * One input to all windows of one part that are under way, W rows, as a CPU computes it best: what is the same for all of them
 * is computed once.
 *
 * in: `told` [1, 1, 1 + F] as in `stepGraph`; each state of `stateTable`, here [W, units]: as another shape it would be copied.
 * Where it `predicts`, also `row` [1] int32, one of the windows.
 * out: each state after that, its name with `_next`; where it `predicts`, `heads` [1, V + D], logits and feel of that window.
 */
export function rowsGraph(
  architecture: Architecture,
  params: Float32Array,
  predicts: boolean,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const table = stateTable(architecture);
  const network = buildNetwork(graph, architecture, params, recurrentStepByGate);
  const { tokens, features } = toldInputs(graph, architecture, 1);
  const before = table.map(({ name, units }) => graph.input(name, 'float32', ['W', units]));
  const x = graph.op('Squeeze', [network.embed(tokens, features), graph.ints([0])]);
  const { y, after } = network.recur(x, before);
  if (predicts) {
    const own = graph.op('Gather', [y, graph.input('row', 'int32', [1])], { axis: 0 });
    const heads = network.heads(graph.op('Unsqueeze', [own, graph.ints([0])]));
    const { vocabulary: V, feel: D } = architecture;
    graph.output('heads', heads, 'float32', [1, V + D]);
  }
  table.forEach(({ name, units }, at) =>
    graph.output(`${name}_next`, after[at], 'float32', ['W', units]),
  );
  return graph.encode();
}

/**
 * One input to all windows that are under way, as one graph: R = `size` * N rows, window w of part n being row w * N + n, the
 * oldest windows first. All of them move up by one then, over the oldest, and the last begins anew.
 *
 * in: `told` [1, N, 1 + F] as in `stepGraph`; each state of `stateTable`, [1, R, units].
 * out: each state after that, its name with `_next`, and those of the windows that are the oldest then, [1, N, units], with
 * `_oldest`.
 */
export function windowsGraph(
  architecture: Architecture,
  params: Float32Array,
  size: number,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const table = stateTable(architecture);
  const network = buildNetwork(graph, architecture, params, recurrentStep);
  const { tokens, features } = toldInputs(graph, architecture, 'N');
  const before = stateInputs(graph, architecture, 'R').map((state, at) =>
    graph.reshape(state, [size, -1, table[at].units]),
  );
  const { after } = network.recur(network.embed(tokens, features), before);
  // One less in front, and one of zeros at the end.
  const up = graph.ints([-1, 0, 0, 1, 0, 0]);
  table.forEach(({ name, units }, at) => {
    const moved = graph.op('Pad', [after[at], up]);
    const oldest = graph.op('Gather', [moved, graph.range(1)], { axis: 0 });
    const rows = graph.reshape(moved, [1, -1, units]);
    graph.output(`${name}_next`, rows, 'float32', [1, 'R', units]);
    graph.output(`${name}_oldest`, oldest, 'float32', [1, 'N', units]);
  });
  return graph.encode();
}
