import { adamStep } from './adam.js';
import type { Architecture } from './architecture.js';
import { Graph, type Tensor } from './graph.js';
import type { Hardware } from './hardware.js';
import { paramCount } from './params.js';

/** What is fixed of a training step, whatever the network, when its graph is built. */
export interface LearningShape {
  /** Windows, and inputs to each. */
  readonly B: number;
  readonly T: number;
  /** Largest norm of the whole gradient (Pascanu et al. 2013). */
  readonly clip: number;
  /** Decoupled weight decay (Loshchilov and Hutter 2019), multiplied by the learning rate. */
  readonly weightDecay: number;
  /** A CPU where it is not given. */
  readonly hardware?: Hardware;
}

/** Adds the forward and backward passes to a graph whose parameters are `flat` [P]. */
export type Passes = (graph: Graph, flat: Tensor) => Passed;

interface Passed {
  readonly loss: Tensor;
  /** [P] */
  readonly gradient: Tensor;
  /** [P] See adam.ts. */
  readonly drift?: Tensor | undefined;
  /** [P] The parameters that decay, with zeros for the others, where those are not all. */
  readonly decaying?: (() => Tensor) | undefined;
}

/** One training step: `params` [P] and what the passes take in, `loss`, and what adam.ts takes and gives. */
export function learningGraph(
  architecture: Architecture,
  shape: LearningShape,
  passes: Passes,
): Graph {
  return graphOf(architecture, shape, passes, (graph, P, flat, passed) => {
    const decaying = shape.weightDecay === 0 ? undefined : (passed.decaying?.() ?? flat);
    adamStep(graph, P, { ...passed, params: flat, decaying }, shape);
  });
}

/** The same passes, giving `loss` and `gradient` [P]: what tests compare with other sources. */
export function slopeGraph(
  architecture: Architecture,
  shape: LearningShape,
  passes: Passes,
): Graph {
  return graphOf(architecture, shape, passes, (graph, P, _, { gradient }) =>
    graph.output('gradient', gradient, 'float32', [P]),
  );
}

function graphOf(
  architecture: Architecture,
  { hardware }: LearningShape,
  passes: Passes,
  finish: (graph: Graph, P: number, flat: Tensor, passed: Passed) => void,
): Graph {
  const graph = new Graph(hardware);
  const P = paramCount(architecture);
  const flat = graph.input('params', 'float32', [P]);
  const passed = passes(graph, flat);
  finish(graph, P, flat, passed);
  graph.output('loss', passed.loss, 'float32', []);
  return graph;
}
