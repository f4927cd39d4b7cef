import type { Architecture } from './architecture.js';
import type { Graph, Tensor } from './graph.js';
import type { RecurrentLayers, Spread } from './onnx-recurrent.js';
import { anyShape, type TensorType } from './onnx.js';
import { stateTable } from './states.js';
import { stepNetwork } from './step-network.js';
import { tutorialNetwork } from './tutorial-network.js';

/** A network as the parts that graphs are made of; its weights become constants of the graph. T inputs, B windows, X wide. */
export interface Network {
  /** `tokens` [T, B] int32, and `features` [T, B, F] where the network is told any, to [T, B, X]. */
  embed(tokens: Tensor, features: Tensor | undefined): Tensor;
  /**
   * The recurrent layers, and what is between them, over x [T, B, X] from the states `before`, in the order of `stateTable`.
   * Gives the last output, B times H numbers, and each state as it is then. Layers that take one step are `told` x instead,
   * rows of an `InputWriter`.
   */
  recur(x: Tensor, before: readonly Tensor[], told?: Told): { y: Tensor; after: readonly Tensor[] };
  /** Of B times H numbers, [B, V + D] logits of the next token, and beside them the feel projection where there is one. */
  heads(y: Tensor): Tensor;
}

/** What becomes of the rows of an `InputWriter`. */
export interface Told {
  /** As they are. */
  readonly width: number;
  /** For the first recurrent layer. */
  readonly spread?: Spread;
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

/** What the states of a graph are: [...rows, units] each, or that many numbers in `anyShape`. */
export type StateRows = TensorType['dims'];

export function stateInputs(graph: Graph, architecture: Architecture, rows: StateRows): Tensor[] {
  return stateTable(architecture).map(({ name, units }) =>
    graph.input(name, 'float32', stateDims(rows, units)),
  );
}

/** Gives them to the outside, in the order of `stateTable`, as they are `after`: each by its name with `suffix`. */
export function stateOutputs(
  graph: Graph,
  architecture: Architecture,
  after: readonly Tensor[],
  rows: StateRows,
  suffix = '_next',
): void {
  stateTable(architecture).forEach(({ name, units }, at) =>
    graph.output(`${name}${suffix}`, after[at], 'float32', stateDims(rows, units)),
  );
}

export function headsOutput(
  graph: Graph,
  { vocabulary: V, feel: D }: Architecture,
  heads: Tensor,
  rows: string | 1,
): void {
  graph.output('heads', heads, 'float32', [rows, V + D]);
}

function stateDims(rows: StateRows, units: number): TensorType['dims'] {
  return rows === anyShape ? anyShape : [...rows, units];
}
