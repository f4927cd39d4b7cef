import type { Architecture } from './architecture.js';
import { Graph } from './graph.js';
import { buildNetwork, stateInputs } from './network.js';
import { recurrentLayer } from './onnx-recurrent.js';
import { recurrentStep } from './recurrent-step.js';
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
  return networkGraph(architecture, params, { T: 'T', heads: 'heads' });
}

/** The same for one input, T being 1, as a GPU computes it best. */
export function stepGraph(
  architecture: Architecture,
  params: Float32Array,
): Uint8Array<ArrayBuffer> {
  return networkGraph(architecture, params, { T: 1, heads: 'heads' });
}

/** A step that predicts nothing: states alone. */
export function advanceGraph(
  architecture: Architecture,
  params: Float32Array,
): Uint8Array<ArrayBuffer> {
  return networkGraph(architecture, params, { T: 1, heads: 'none' });
}

/** `predictGraph` for other programs: `log_probs` [B, V] in the place of `heads`, and `feel` [B, D] where there is any. */
export function exportGraph(
  architecture: Architecture,
  params: Float32Array,
): Uint8Array<ArrayBuffer> {
  return networkGraph(architecture, params, { T: 'T', heads: 'normalised' });
}

function networkGraph(
  architecture: Architecture,
  params: Float32Array,
  { T, heads }: { T: 'T' | 1; heads: 'heads' | 'normalised' | 'none' },
): Uint8Array<ArrayBuffer> {
  const { vocabulary: V, feel: D } = architecture;
  const graph = new Graph();
  const layers = T === 1 ? recurrentStep : recurrentLayer;
  const network = buildNetwork(graph, architecture, params, layers);
  const x = network.embed(graph.input('tokens', 'int32', [T, 'B']));
  const { y, after } = network.recur(x, stateInputs(graph, architecture, 'B'));
  if (heads === 'heads') graph.output('heads', network.heads(y), 'float32', ['B', V + D]);
  if (heads === 'normalised') {
    const [logits, feel] = graph.split(network.heads(y), D === 0 ? [V] : [V, D], 1);
    const logProbs = graph.op('LogSoftmax', [logits], { axis: 1 });
    graph.output('log_probs', logProbs, 'float32', ['B', V]);
    if (D > 0) graph.output('feel', feel, 'float32', ['B', D]);
  }
  stateTable(architecture).forEach(({ name, units }, at) =>
    graph.output(`${name}_next`, after[at], 'float32', [1, 'B', units]),
  );
  return graph.encode();
}

/**
 * One input to all windows that are under way, as one graph: R = `size` * N rows, window w of part n being row w * N + n.
 *
 * in: `tokens` [1, N] int32; `features` [1, N, F]; each state of `stateTable`, [1, R, units]; `keep` [1, R, 1], 0 for a row
 * that is to be emptied, else 1; `picked` [N] int32, rows whose states are wanted.
 * out: each state after the input, its name with `_next`, and those of the wanted rows, [1, N, units], with `_picked`.
 */
export function windowsGraph(
  architecture: Architecture,
  params: Float32Array,
  size: number,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const table = stateTable(architecture);
  const network = buildNetwork(graph, architecture, params, recurrentStep);
  const x = network.embed(graph.input('tokens', 'int32', [1, 'N']));
  const before = stateInputs(graph, architecture, 'R').map((state, at) =>
    graph.reshape(state, [size, -1, table[at].units]),
  );
  const { after } = network.recur(x, before);
  const keep = graph.input('keep', 'float32', [1, 'R', 1]);
  const picked = graph.input('picked', 'int32', ['N']);
  table.forEach(({ name, units }, at) => {
    const kept = graph.mul(graph.reshape(after[at], [1, -1, units]), keep);
    const wanted = graph.op('Gather', [kept, picked], { axis: 1 });
    graph.output(`${name}_next`, kept, 'float32', [1, 'R', units]);
    graph.output(`${name}_picked`, wanted, 'float32', [1, 'N', units]);
  });
  return graph.encode();
}
