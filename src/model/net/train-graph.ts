import { featureWidth, startToken, type StepArchitecture } from './architecture.js';
import { Graph, type Tensor } from './graph.js';
import { feelLoss, tokenHead, tokenLoss } from './heads.js';
import { lstmBackward, lstmForward, type LstmParams, type LstmTrace } from './lstm.js';
import { paramCount, paramSize, paramTable } from './params.js';

/** What is fixed when the graph is built; learning rate and dropout masks are given at each step. */
export interface TrainShape {
  readonly T: number;
  readonly B: number;
  readonly smoothing: number;
  /** Weight of the feel loss beside the token loss. */
  readonly feelWeight: number;
  /** Largest norm of the whole gradient (Pascanu et al. 2013). */
  readonly clip: number;
  /** Decoupled weight decay (Loshchilov and Hutter 2019), multiplied by the learning rate. */
  readonly weightDecay: number;
  /** See `Graph`; there is no bound to it on a CPU. */
  readonly widest?: number;
}

export const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

/**
 * One training step as one graph: forward, loss, hand-derived backward, clipped Adam.
 *
 * in: `params`, `m`, `v` [P]; `tokens`, `target` [T * B] int32 (target -1: does not count); `features` [T * B, F];
 * `velocity`, `offset`, `sounding` [T * B, L]; `token_scale`, `note_scale`: 1 / how many count; `lr`;
 * `m_scale`, `v_scale`: Adam's bias corrections 1 / (1 - beta^step); `drop.in` [1, B, E + F] and `drop.0` ... [1, B, H]:
 * dropout masks, scaled, the same at every step of a window (Gal and Ghahramani 2016).
 * out: `loss`, `feel_loss`, `norm` of the gradient before clipping, and the new `params`, `m`, `v`.
 */
export function trainGraph(
  architecture: StepArchitecture,
  shape: TrainShape,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph(shape.widest);
  const P = paramCount(architecture);
  const flat = graph.input('params', 'float32', [P]);
  const { gradient, loss, feel } = lossAndGradient(graph, architecture, shape, flat);
  const norm = graph.op('Sqrt', [graph.sum(graph.mul(gradient, gradient))]);
  const shrink = graph.op('Min', [
    graph.scalar(1),
    graph.div(graph.scalar(shape.clip), graph.add(norm, graph.scalar(1e-6))),
  ]);
  const next = adamStep(graph, P, flat, graph.mul(gradient, shrink), shape.weightDecay);
  graph.output('loss', loss, 'float32', []);
  if (feel !== undefined) graph.output('feel_loss', feel, 'float32', []);
  graph.output('norm', norm, 'float32', []);
  graph.output('params_next', next.params, 'float32', [P]);
  graph.output('m_next', next.m, 'float32', [P]);
  graph.output('v_next', next.v, 'float32', [P]);
  return graph.encode();
}

/** The same forward and backward passes, giving `loss` and `gradient` [P]: what tests compare with other sources. */
export function gradientGraph(
  architecture: StepArchitecture,
  shape: TrainShape,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph(shape.widest);
  const P = paramCount(architecture);
  const flat = graph.input('params', 'float32', [P]);
  const { gradient, loss, feel } = lossAndGradient(graph, architecture, shape, flat);
  graph.output('loss', loss, 'float32', []);
  if (feel !== undefined) graph.output('feel_loss', feel, 'float32', []);
  graph.output('gradient', gradient, 'float32', [P]);
  return graph.encode();
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
  const x =
    F === 0 ? embedded : graph.concat([embedded, graph.input('features', 'float32', [M, F])], 1);
  const traces: LstmTrace[] = [];
  let y = drop('drop.in', E + F, x);
  for (let layer = 0; layer < layers; layer++) {
    const trace = lstmForward(graph, layerParams(params, layer), y, { T, B, H });
    traces.push(trace);
    y = drop(`drop.${layer}`, H, trace.y);
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
  let feel: Tensor | undefined;
  if (D > 0) {
    const lane = (name: string): Tensor => graph.input(name, 'float32', [M, L]);
    const head = feelLoss(graph, params, {
      y,
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
    feel = head.loss;
  }
  for (let layer = layers - 1; layer >= 0; layer--) {
    const d = lstmBackward(graph, traces[layer], undrop(`drop.${layer}`, H, dy), { T, B });
    gradients.set(`l${layer}.w_ih`, d.wIh);
    gradients.set(`l${layer}.w_hh`, d.wHh);
    gradients.set(`l${layer}.b_ih`, d.b);
    gradients.set(`l${layer}.b_hh`, d.b);
    dy = d.x;
  }
  const dEmbedded = graph.split(undrop('drop.in', E + F, dy), F === 0 ? [E] : [E, F], 1)[0];
  gradients.set(
    'embedding',
    graph.outer(graph.oneHot(tokens, startToken(architecture) + 1), dEmbedded),
  );
  const gradient = graph.concat(
    paramTable(architecture).map((param) => graph.reshape(gradients.get(param.name)!, [-1])),
    0,
  );
  return { gradient, loss: token.loss, feel };
}

function unflatten(
  graph: Graph,
  architecture: StepArchitecture,
  flat: Tensor,
): Map<string, Tensor> {
  const table = paramTable(architecture);
  const parts = graph.split(flat, table.map(paramSize), 0);
  return new Map(table.map((param, at) => [param.name, graph.reshape(parts[at], param.shape)]));
}

export function layerParams(params: ReadonlyMap<string, Tensor>, layer: number): LstmParams {
  const param = (name: string): Tensor => params.get(`l${layer}.${name}`)!;
  return { wIh: param('w_ih'), wHh: param('w_hh'), bIh: param('b_ih'), bHh: param('b_hh') };
}

/** Adam (Kingma and Ba 2015), decoupled weight decay, on flat vectors. */
function adamStep(graph: Graph, P: number, params: Tensor, gradient: Tensor, weightDecay: number) {
  const { beta1, beta2, epsilon } = adam;
  const blend = (old: Tensor, value: Tensor, beta: number): Tensor =>
    graph.add(graph.mul(old, graph.scalar(beta)), graph.mul(value, graph.scalar(1 - beta)));
  const m = blend(graph.input('m', 'float32', [P]), gradient, beta1);
  const v = blend(graph.input('v', 'float32', [P]), graph.mul(gradient, gradient), beta2);
  const lr = graph.input('lr', 'float32', []);
  const mHat = graph.mul(m, graph.input('m_scale', 'float32', []));
  const vHat = graph.mul(v, graph.input('v_scale', 'float32', []));
  const step = graph.div(mHat, graph.add(graph.op('Sqrt', [vHat]), graph.scalar(epsilon)));
  const decayed =
    weightDecay === 0 ? step : graph.add(step, graph.mul(params, graph.scalar(weightDecay)));
  return { params: graph.sub(params, graph.mul(decayed, lr)), m, v };
}
