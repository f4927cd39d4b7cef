import { featureWidth, startToken, type StepArchitecture } from './architecture.js';
import type { Graph, Tensor } from './graph.js';
import { feelLoss, tokenHead, tokenLoss } from './heads.js';
import { learningGraph, slopeGraph, type LearningShape, type Passes } from './learning-graph.js';
import { latelyOf } from './lately.js';
import { lstmLayer } from './lstm.js';
import { flatten, unflatten } from './flat.js';
import type { LayerParams, UnrolledLayer } from './unrolled.js';

/** What is fixed when the graph is built; learning rate and dropout masks are given at each step. */
export interface TrainShape extends LearningShape {
  readonly smoothing: number;
  /** Weight of the feel loss beside the token loss. */
  readonly feelWeight: number;
  /**
   * Truncated backpropagation through time (Williams and Peng 1990): windows go on from the states that the step before
   * ended with, and no gradient goes back there. Otherwise each begins with zeros.
   */
  readonly carry?: boolean;
}

/** Of the states that a step takes and gives where they are carried: h and c of each layer. */
export function carriedDims({ layers, hidden }: StepArchitecture, B: number): number[] {
  return [2 * layers, B, hidden];
}

/**
 * One training step as one graph: forward, loss, hand-derived backward, clipped Adam.
 *
 * in: `params`, `m`, `v` [P]; `tokens`, `target` [T * B] int32 (target -1: does not count); `features` [T * B, F];
 * `velocity`, `offset`, `sounding` [T * B, L]; `token_scale`, `note_scale`: 1 / how many count; `lr`;
 * `m_scale`, `v_scale`: Adam's bias corrections 1 / (1 - beta^step); `drop.in` [1, B, E + F] and `drop.0` ... [1, B, H]:
 * dropout masks, scaled, the same at every step of a window (Gal and Ghahramani 2016).
 * Where states are carried also `carried`, see `carriedDims`, and `goes_on` [1, B, 1]: 1 where a window goes on, else 0; out
 * comes `carried_next`.
 * out: `loss`, `feel_loss`, `norm` of the gradient before clipping, and the new `params`, `m`, `v`.
 */
export function trainGraph(architecture: StepArchitecture, shape: TrainShape): Graph {
  return learningGraph(architecture, shape, passes(architecture, shape));
}

/** The same passes, giving `loss`, `feel_loss` and `gradient` [P]. */
export function gradientGraph(architecture: StepArchitecture, shape: TrainShape): Graph {
  return slopeGraph(architecture, shape, passes(architecture, shape));
}

function passes(architecture: StepArchitecture, shape: TrainShape): Passes {
  return (graph, flat) => lossAndGradient(graph, architecture, shape, flat);
}

function lossAndGradient(
  graph: Graph,
  architecture: StepArchitecture,
  shape: TrainShape,
  flat: Tensor,
) {
  const { vocabulary: V, embedding: E, hidden: H, layers, feel: D, lanes: L } = architecture;
  const { T, B } = shape;
  const M = T * B;
  const F = featureWidth(architecture);
  const params = unflatten(graph, architecture, flat);
  const tokens = graph.input('tokens', 'int32', [M]);
  const targetIds = graph.input('target', 'int32', [M]);
  const tokenScale = graph.input('token_scale', 'float32', []);
  const drop = (name: string, width: number, x: Tensor): Tensor => {
    const mask = graph.input(name, 'float32', [1, B, width]);
    return graph.reshape(graph.mul(graph.reshape(x, [T, B, width]), mask), [M, width]);
  };
  const undrop = (name: string, width: number, d: Tensor): Tensor =>
    graph.reshape(graph.mul(graph.reshape(d, [T, B, width]), name as Tensor), [M, width]);

  const embedded = graph.op('Gather', [params.get('embedding')!, tokens], { axis: 0 });
  const features = F === 0 ? undefined : graph.input('features', 'float32', [M, F]);
  const x = features === undefined ? embedded : graph.concat([embedded, features], 1);
  const unrolled: UnrolledLayer[] = [];
  const starts = shape.carry === true ? carriedStates(graph, architecture, B) : [];
  const ends: Tensor[] = [];
  let y = drop('drop.in', E + F, x);
  for (let layer = 0; layer < layers; layer++) {
    const size = { T, B, H };
    const forward = lstmLayer(graph, layerParams(graph, params, layer), y, size, {
      start: starts[layer],
    });
    unrolled.push(forward);
    ends.push(forward.end.h, forward.end.c);
    y = drop(`drop.${layer}`, H, graph.concat(forward.h, 0));
  }
  if (shape.carry === true) {
    const stacked = ends.map((state) => graph.reshape(state, [1, B, H]));
    graph.output('carried_next', graph.concat(stacked, 0), 'float32', carriedDims(architecture, B));
  }
  const target = graph.oneHot(targetIds, V);
  const w = params.get('head.w')!;
  const logProbs = tokenHead(graph, y, w, params.get('head.b')!);
  const token = tokenLoss(graph, {
    y,
    w,
    logProbs,
    target,
    scale: tokenScale,
    smoothing: shape.smoothing,
    V,
  });
  const gradients = new Map<string, Tensor>(Object.entries(token.params));
  let dy = token.y;
  if (D > 0) {
    const lane = (name: string): Tensor => graph.input(name, 'float32', [M, L]);
    const head = feelLoss(graph, params, {
      y,
      lately: features && latelyOf(graph, architecture, features),
      target,
      velocity: lane('velocity'),
      offset: lane('offset'),
      sounding: lane('sounding'),
      scale: graph.input('note_scale', 'float32', []),
      weight: shape.feelWeight,
      L,
    });
    for (const [name, d] of Object.entries(head.params)) gradients.set(name, d);
    dy = graph.add(dy, head.y);
    graph.output('feel_loss', head.loss, 'float32', []);
  }
  for (let layer = layers - 1; layer >= 0; layer--) {
    const dh = graph.split(undrop(`drop.${layer}`, H, dy), Array<number>(T).fill(B), 0);
    const d = unrolled[layer].backward(dh);
    gradients.set(`l${layer}.w_ih`, d.wIh);
    gradients.set(`l${layer}.w_hh`, d.wHh);
    gradients.set(`l${layer}.b_ih`, d.bias);
    gradients.set(`l${layer}.b_hh`, d.bias);
    dy = d.x();
  }
  const dEmbedded = graph.split(undrop('drop.in', E + F, dy), F === 0 ? [E] : [E, F], 1)[0];
  gradients.set(
    'embedding',
    graph.outer(graph.oneHot(tokens, startToken(architecture) + 1), dEmbedded),
  );
  return { gradient: flatten(graph, architecture, gradients), loss: token.loss };
}

/** What each layer starts from: zeros where a window does not go on. */
function carriedStates(graph: Graph, architecture: StepArchitecture, B: number) {
  const { layers, hidden: H } = architecture;
  const carried = graph.input('carried', 'float32', carriedDims(architecture, B));
  const kept = graph.mul(carried, graph.input('goes_on', 'float32', [1, B, 1]));
  const states = graph
    .split(kept, Array<number>(2 * layers).fill(1), 0)
    .map((state) => graph.reshape(state, [B, H]));
  return Array.from({ length: layers }, (_, layer) => ({
    h: states[2 * layer],
    c: states[2 * layer + 1],
  }));
}

/** Both biases of an LSTM layer as one. */
function layerParams(
  graph: Graph,
  params: ReadonlyMap<string, Tensor>,
  layer: number,
): LayerParams {
  const param = (name: string): Tensor => params.get(`l${layer}.${name}`)!;
  const bias = graph.add(param('b_ih'), param('b_hh'));
  return { wIh: param('w_ih'), wHh: param('w_hh'), bias };
}
