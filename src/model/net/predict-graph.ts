import type { Architecture } from './architecture.js';
import { Graph } from './graph.js';
import { buildNetwork, stateInputs } from './network.js';
import { stateTable } from './states.js';

/**
 * Prediction as one graph, for priming a window and for single steps alike, T and B being free.
 *
 * in: `tokens` [T, B] int32; `features` [T, B, F]; each state of `stateTable` as it was before.
 * out: `logits` [B, V] and `feel` [B, D] after the last input; each state as it is then, its name with `_next`.
 * With `normalised` there is `log_probs` [B, V] in place of the logits, which not every device can compute.
 */
export function predictGraph(
  architecture: Architecture,
  params: Float32Array,
  { normalised = false } = {},
): Uint8Array<ArrayBuffer> {
  const { vocabulary: V, feel: D } = architecture;
  const graph = new Graph();
  const network = buildNetwork(graph, architecture, params);
  const x = network.embed(graph.input('tokens', 'int32', ['T', 'B']));
  const { y, after } = network.recur(x, stateInputs(graph, architecture, 'B'));
  const { logits, feel } = network.head(y);
  if (normalised) {
    const logProbs = graph.op('LogSoftmax', [logits], { axis: 1 });
    graph.output('log_probs', logProbs, 'float32', ['B', V]);
  } else graph.output('logits', logits, 'float32', ['B', V]);
  if (feel !== undefined) graph.output('feel', feel, 'float32', ['B', D]);
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
  const network = buildNetwork(graph, architecture, params);
  const x = network.embed(graph.input('tokens', 'int32', [1, 'N']));
  const everywhere = graph.op('Tile', [x, graph.ints([1, size, 1])]);
  const { after } = network.recur(everywhere, stateInputs(graph, architecture, 'R'));
  const keep = graph.input('keep', 'float32', [1, 'R', 1]);
  const picked = graph.input('picked', 'int32', ['N']);
  stateTable(architecture).forEach(({ name, units }, at) => {
    const kept = graph.mul(after[at], keep);
    const wanted = graph.op('Gather', [kept, picked], { axis: 1 });
    graph.output(`${name}_next`, kept, 'float32', [1, 'R', units]);
    graph.output(`${name}_picked`, wanted, 'float32', [1, 'N', units]);
  });
  return graph.encode();
}
