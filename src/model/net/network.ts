import type { Architecture } from './architecture.js';
import type { Graph, Tensor } from './graph.js';
import type { RecurrentLayers } from './onnx-recurrent.js';
import { stateTable } from './states.js';
import { stepNetwork } from './step-network.js';
import { tutorialNetwork } from './tutorial-network.js';

/** A network as the parts that graphs are made of; its weights become constants of the graph. T inputs, B windows, X wide. */
export interface Network {
  /** `tokens` [T, B] int32, and `features` [T, B, F] where the network is told any, to [T, B, X]. */
  embed(tokens: Tensor, features: Tensor | undefined): Tensor;
  /**
   * The recurrent layers, and what is between them, over x [T, B, X] from the states `before`, in the order of `stateTable`.
   * Gives the last output [1, B, H], and each state as it is then.
   */
  recur(x: Tensor, before: readonly Tensor[]): { y: Tensor; after: readonly Tensor[] };
  /** [B, V + D] logits of the next token, and beside them the feel projection where there is one. */
  heads(y: Tensor): Tensor;
}

export function buildNetwork(
  graph: Graph,
  architecture: Architecture,
  params: Float32Array,
  layers: RecurrentLayers,
): Network {
  return architecture.kind === 'step'
    ? stepNetwork(graph, architecture, params, layers)
    : tutorialNetwork(graph, architecture, params, layers);
}

/** The states as inputs of the graph, [1, `rows`, units] each. */
export function stateInputs(graph: Graph, architecture: Architecture, rows: string): Tensor[] {
  return stateTable(architecture).map(({ name, units }) =>
    graph.input(name, 'float32', [1, rows, units]),
  );
}
