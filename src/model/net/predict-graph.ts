import { featureWidth, type Architecture } from './architecture.js';
import { Graph } from './graph.js';
import { logSoftmax } from './log-softmax.js';
import { buildNetwork, headsOutput, stateInputs, stateOutputs } from './network.js';
import { recurrentLayer } from './onnx-recurrent.js';

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
  return networkGraph(architecture, params, true).encode();
}

/** `predictGraph` for other programs: `log_probs` [B, V] in the place of `heads`, and `feel` [B, D] where there is any. */
export function exportGraph(architecture: Architecture, params: Float32Array): Graph {
  return networkGraph(architecture, params, false);
}

function networkGraph(architecture: Architecture, params: Float32Array, joined: boolean): Graph {
  const { vocabulary: V, feel: D } = architecture;
  const F = featureWidth(architecture);
  const graph = new Graph();
  const network = buildNetwork(graph, architecture, params, recurrentLayer);
  const tokens = graph.input('tokens', 'int32', ['T', 'B']);
  const features = F === 0 ? undefined : graph.input('features', 'float32', ['T', 'B', F]);
  const before = stateInputs(graph, architecture, [1, 'B']);
  const { y, after } = network.recur(network.embed(tokens, features), before);
  const heads = network.heads(y);
  if (joined) headsOutput(graph, architecture, heads, 'B');
  else {
    const [logits, feel] = graph.split(heads, D === 0 ? [V] : [V, D], 1);
    graph.output('log_probs', logSoftmax(graph, logits), 'float32', ['B', V]);
    if (D > 0) graph.output('feel', feel, 'float32', ['B', D]);
  }
  stateOutputs(graph, architecture, after, [1, 'B']);
  return graph;
}
