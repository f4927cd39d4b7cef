import type { TutorialArchitecture } from './architecture.js';
import { flatten, unflatten } from './flat.js';
import type { Graph, Tensor } from './graph.js';
import { gruLayer } from './gru.js';
import { tokenHead, tokenLoss } from './heads.js';
import { learningGraph, slopeGraph, type LearningShape, type Passes } from './learning-graph.js';
import { lstmLayer } from './lstm.js';
import { normLayer } from './norm.js';
import { rnnLayer } from './rnn.js';
import { isRecurrent, layerWidths, type Layer, type RecurrentLayer } from './stack.js';
import type { LayerGradient, LayerSize, UnrolledLayer } from './unrolled.js';

/** A dropout mask [B, width] that the graph takes as `drop.` and the place of its layer. */
export interface DropMask {
  readonly layer: number;
  readonly width: number;
}

/**
 * Where the tutorial drops: from the state of each recurrent layer but the last, in its recurrent product, and from
 * what each normalisation gives.
 */
export function dropMasks({ stack }: TutorialArchitecture): DropMask[] {
  const widths = layerWidths(stack);
  const last = stack.findLastIndex(isRecurrent);
  return stack.flatMap((layer, at) =>
    layer.type === 'norm' || at < last ? [{ layer: at, width: widths[at] }] : [],
  );
}

/** How much of the statistics of a normalisation a batch leaves as they were: Keras's own. */
const momentum = 0.99;

/**
 * One training step of the tutorial's network as one graph: one target a window, so only the last step of the last
 * recurrent layer has a loss. The stack is recurrent layers, then others.
 *
 * in: `params`, `m`, `v` [P]; `tokens` [T * B] int32, time-major; `target` [B] int32; `lr`, `m_scale`, `v_scale`: see
 * adam.ts; `drop.N` for each of `dropMasks`, zeros and 1 / (1 - rate).
 * out: `loss`, mean nats; `norm`, `params_next`, `m_next`, `v_next`: see adam.ts. The statistics of a normalisation, which are
 * parameters too, go a hundredth of the way to those of this batch.
 */
export function tutorialTrainGraph(
  architecture: TutorialArchitecture,
  shape: LearningShape,
): Graph {
  return learningGraph(architecture, shape, passes(architecture, shape));
}

/** The same passes, giving `loss` and `gradient` [P]. */
export function tutorialGradientGraph(
  architecture: TutorialArchitecture,
  shape: LearningShape,
): Graph {
  return slopeGraph(architecture, shape, passes(architecture, shape));
}

function passes(architecture: TutorialArchitecture, shape: LearningShape): Passes {
  return (graph, flat) => lossAndGradient(graph, architecture, shape, flat);
}

function lossAndGradient(
  graph: Graph,
  architecture: TutorialArchitecture,
  { T, B }: LearningShape,
  flat: Tensor,
) {
  const { vocabulary: V, stack } = architecture;
  const widths = layerWidths(stack);
  const named = unflatten(graph, architecture, flat);
  const gradients = new Map<string, Tensor>();
  const drifts = new Map<string, Tensor>();
  const masks = new Map(
    dropMasks(architecture).map(({ layer, width }) => [
      layer,
      graph.input(`drop.${layer}`, 'float32', [B, width]),
    ]),
  );
  const tokens = graph.op('Cast', [graph.input('tokens', 'int32', [T * B])], { to: 1 });
  const { recurrent, others } = partition(stack);

  let x = graph.reshape(graph.div(tokens, graph.scalar(V)), [T * B, 1]);
  const unrolled = recurrent.map((layer, at) => {
    const size = { T, B, H: widths[at] };
    const forward = unroll(graph, layer, at, named, x, size, masks.get(at));
    x = graph.concat(forward.h, 0);
    return forward;
  });

  let y = unrolled.at(-1)!.h[T - 1];
  const back: ((dy: Tensor) => Tensor)[] = [];
  others.slice(0, -1).forEach((each, index) => {
    const at = recurrent.length + index;
    const layer = plainLayer(graph, each, at, named, { gradients, drifts }, y, B);
    const mask = masks.get(at);
    y = mask === undefined ? layer.y : graph.mul(layer.y, mask);
    back.unshift((dy) => layer.backward(mask === undefined ? dy : graph.mul(dy, mask)));
  });
  const at = stack.length - 1;
  const w = named.get(`${at}.w`)!;
  const head = tokenLoss(graph, {
    y,
    w,
    logProbs: tokenHead(graph, y, w, named.get(`${at}.b`)!),
    target: graph.oneHot(graph.input('target', 'int32', [B]), V),
    scale: graph.scalar(1 / B),
    smoothing: 0,
    V,
  });
  gradients.set(`${at}.w`, head.params['head.w']);
  gradients.set(`${at}.b`, head.params['head.b']);

  const dLast = back.reduce((dy, backward) => backward(dy), head.y);
  let dh: (Tensor | undefined)[] = Array.from({ length: T }, (_, t) =>
    t === T - 1 ? dLast : undefined,
  );
  for (let at = recurrent.length - 1; at >= 0; at--) {
    const d = unrolled[at].backward(dh);
    keepRecurrent(recurrent[at], at, d, gradients);
    if (at > 0) dh = graph.split(d.x(), Array<number>(T).fill(B), 0);
  }
  return {
    loss: head.loss,
    gradient: flatten(graph, architecture, gradients),
    ...(drifts.size > 0 && {
      drift: flatten(graph, architecture, drifts),
      // Statistics are what they are.
      decaying: () =>
        flatten(graph, architecture, new Map([...named].filter(([name]) => !drifts.has(name)))),
    }),
  };
}

type PlainLayer = Exclude<Layer, RecurrentLayer>;

/** The recurrent layers at the beginning of a stack, and the others after them; layers in between are for play alone. */
function partition(stack: readonly Layer[]) {
  const count = stack.findLastIndex(isRecurrent) + 1;
  const recurrent = stack.slice(0, count).filter(isRecurrent);
  if (recurrent.length < count) throw new TypeError('recurrent layers do not come first');
  return { recurrent, others: stack.slice(count) as readonly PlainLayer[] };
}

function unroll(
  graph: Graph,
  layer: RecurrentLayer,
  at: number,
  named: ReadonlyMap<string, Tensor>,
  x: Tensor,
  size: LayerSize,
  mask: Tensor | undefined,
): UnrolledLayer {
  const param = (name: string): Tensor => named.get(`${at}.${name}`)!;
  const weights = { wIh: param('w_ih'), wHh: param('w_hh') };
  switch (layer.type) {
    case 'lstm':
      return lstmLayer(graph, { ...weights, bias: param('b') }, x, size, { mask });
    case 'gru':
      return gruLayer(
        graph,
        { ...weights, bias: param('b_ih'), bHh: param('b_hh') },
        x,
        size,
        mask,
      );
    case 'rnn':
      return rnnLayer(graph, { ...weights, bias: param('b') }, x, size, mask);
  }
}

function keepRecurrent(
  layer: RecurrentLayer,
  at: number,
  d: LayerGradient,
  gradients: Map<string, Tensor>,
): void {
  gradients.set(`${at}.w_ih`, d.wIh);
  gradients.set(`${at}.w_hh`, d.wHh);
  gradients.set(`${at}.${layer.type === 'gru' ? 'b_ih' : 'b'}`, d.bias);
  if (d.bHh !== undefined) gradients.set(`${at}.b_hh`, d.bHh);
}

/** What comes of a batch, by parameter: gradients, and how far statistics move. */
interface Moves {
  readonly gradients: Map<string, Tensor>;
  readonly drifts: Map<string, Tensor>;
}

/** A layer over x [B, X], and how the gradient by its output becomes that by its input; those by its weights are kept. */
function plainLayer(
  graph: Graph,
  layer: PlainLayer,
  at: number,
  named: ReadonlyMap<string, Tensor>,
  { gradients, drifts }: Moves,
  x: Tensor,
  B: number,
): { y: Tensor; backward: (dy: Tensor) => Tensor } {
  const param = (name: string): Tensor => named.get(`${at}.${name}`)!;
  switch (layer.type) {
    case 'relu': {
      const y = graph.op('Relu', [x]);
      return { y, backward: (dy) => graph.mul(dy, graph.op('Sign', [y])) };
    }
    case 'dense':
      return {
        y: graph.linear(x, param('w'), param('b')),
        backward(dy) {
          gradients.set(`${at}.w`, graph.outer(dy, x));
          gradients.set(`${at}.b`, graph.sumRows(dy));
          return graph.matMul(dy, param('w'));
        },
      };
    case 'norm': {
      const norm = normLayer(graph, param('gamma'), param('beta'), layer.epsilon, x, B);
      for (const name of ['mean', 'variance'] as const) {
        const way = graph.sub(norm[name], param(name));
        drifts.set(`${at}.${name}`, graph.mul(way, graph.scalar(1 - momentum)));
      }
      return {
        y: norm.y,
        backward(dy) {
          const d = norm.backward(dy);
          gradients.set(`${at}.gamma`, d.gamma);
          gradients.set(`${at}.beta`, d.beta);
          return d.x;
        },
      };
    }
  }
}
