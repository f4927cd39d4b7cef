import type { Graph, Tensor } from './graph.js';

export const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

/** Flat vectors [P]. */
export interface Moving {
  readonly params: Tensor;
  readonly gradient: Tensor;
  /** Moves what no gradient does. */
  readonly drift?: Tensor | undefined;
  /** The parameters that decay, with zeros for others; none where it is not given. */
  readonly decaying: Tensor | undefined;
}

/**
 * A step of Adam (Kingma and Ba 2015) on flat vectors [P]. The whole gradient is shortened to a norm of `clip` (Pascanu
 * et al. 2013); `weightDecay` is decoupled (Loshchilov and Hutter 2019), multiplied by the learning rate.
 *
 * in: `m`, `v` [P]; `lr`; `m_scale`, `v_scale`: bias corrections 1 / (1 - beta^step).
 * out: `norm` of the gradient before clipping; `params_next`, `m_next`, `v_next` [P].
 */
export function adamStep(
  graph: Graph,
  P: number,
  { params, gradient, drift, decaying }: Moving,
  { clip, weightDecay }: { readonly clip: number; readonly weightDecay: number },
): void {
  const { beta1, beta2, epsilon } = adam;
  const norm = graph.op('Sqrt', [graph.sum(graph.mul(gradient, gradient))]);
  const shrink = graph.op('Min', [
    graph.scalar(1),
    graph.div(graph.scalar(clip), graph.add(norm, graph.scalar(1e-6))),
  ]);
  const clipped = graph.mul(gradient, shrink);
  const blend = (old: Tensor, value: Tensor, beta: number): Tensor =>
    graph.add(graph.mul(old, graph.scalar(beta)), graph.mul(value, graph.scalar(1 - beta)));
  const m = blend(graph.input('m', 'float32', [P]), clipped, beta1);
  const v = blend(graph.input('v', 'float32', [P]), graph.mul(clipped, clipped), beta2);
  const lr = graph.input('lr', 'float32', []);
  const mHat = graph.mul(m, graph.input('m_scale', 'float32', []));
  const vHat = graph.mul(v, graph.input('v_scale', 'float32', []));
  const step = graph.div(mHat, graph.add(graph.op('Sqrt', [vHat]), graph.scalar(epsilon)));
  const decayed =
    decaying === undefined ? step : graph.add(step, graph.mul(decaying, graph.scalar(weightDecay)));
  graph.output('norm', norm, 'float32', []);
  const learned = graph.sub(params, graph.mul(decayed, lr));
  const next = drift === undefined ? learned : graph.add(learned, drift);
  graph.output('params_next', next, 'float32', [P]);
  graph.output('m_next', m, 'float32', [P]);
  graph.output('v_next', v, 'float32', [P]);
}
