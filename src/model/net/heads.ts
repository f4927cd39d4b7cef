import { leastVariance, loudnessLevels } from './architecture.js';
import type { Graph, Tensor } from './graph.js';
import { levelLoss } from './level-loss.js';
import { logSoftmax } from './log-softmax.js';

/** M = T * B positions, time-major. Letters: architecture.ts. A position with target -1 counts for nothing. */

export interface HeadGradient {
  /** Scalar: the loss itself, mean over what counted. */
  readonly loss: Tensor;
  /** [M, H] */
  readonly y: Tensor;
  /** By parameter name. */
  readonly params: Readonly<Record<string, Tensor>>;
}

/** [M, V] log-probabilities of the token that comes next. */
export function tokenHead(graph: Graph, y: Tensor, w: Tensor, b: Tensor): Tensor {
  return logSoftmax(graph, graph.linear(y, w, b));
}

/**
 * Mean cross-entropy in nats, and its gradient: softmax minus target.
 * `scale` is 1 / the number of positions that count; `smoothing` moves that share of each target to all V evenly
 * (Szegedy et al. 2016) in the gradient alone, so that the loss reported stays comparable.
 */
export function tokenLoss(
  graph: Graph,
  head: {
    y: Tensor;
    w: Tensor;
    logProbs: Tensor;
    target: Tensor;
    scale: Tensor;
    smoothing: number;
    V: number;
  },
): HeadGradient {
  const { y, w, logProbs, target, scale, smoothing, V } = head;
  const counts = graph.op('ReduceSum', [target, graph.ints([1])], { keepdims: 1 });
  const goal =
    smoothing === 0
      ? target
      : graph.add(
          graph.mul(target, graph.scalar(1 - smoothing)),
          graph.mul(counts, graph.scalar(smoothing / V)),
        );
  const loss = graph.op('Neg', [graph.mul(graph.sum(graph.mul(target, logProbs)), scale)]);
  const probabilities = graph.mul(graph.op('Exp', [logProbs]), counts);
  const d = graph.mul(graph.sub(probabilities, goal), scale);
  return {
    loss,
    y: graph.matMul(d, w),
    params: { 'head.w': graph.outer(d, y), 'head.b': graph.sumRows(d) },
  };
}

export interface FeelInputs {
  readonly y: Tensor;
  /** [M, 5L] how each voice was played lately, where that is known: see lately.ts. */
  readonly lately: Tensor | undefined;
  /** [M, V] one-hot of the token that was chosen. */
  readonly target: Tensor;
  /** [M, L] velocities and offsets that were played, and 1 where a lane sounded. */
  readonly velocity: Tensor;
  readonly offset: Tensor;
  readonly sounding: Tensor;
  /** 1 / the number of notes. */
  readonly scale: Tensor;
  /** How much the trunk listens to this loss beside the token's. */
  readonly weight: number;
  readonly L: number;
}

/** The level of each note's velocity, and its micro-offset as a normal distribution; the loss is their mean negative log-likelihood. See `levelLoss` and `normalLoss`. */
export function feelLoss(
  graph: Graph,
  params: ReadonlyMap<string, Tensor>,
  head: FeelInputs,
): HeadGradient {
  const { y, lately, target, velocity, offset, sounding, scale, weight, L } = head;
  const inW = params.get('feel.in.w')!;
  const outW = params.get('feel.out.w')!;
  const projected = graph.linear(y, inW, params.get('feel.in.b')!);
  const u = graph.op('Tanh', [
    graph.add(projected, graph.matMul(target, params.get('feel.token')!)),
  ]);
  const ofTrunk = graph.linear(u, outW, params.get('feel.out.b')!);
  const out =
    lately === undefined ? ofTrunk : graph.linear(lately, params.get('feel.lately.w')!, ofTrunk);
  const widths = [L, L, L, L, L * loudnessLevels];
  const [mean, logVariance, oMean, oLogVar, beside] = graph.split(out, widths, 1);
  const each = graph.mul(sounding, scale);
  const v = levelLoss(graph, { mean, logVariance, beside }, velocity, each, L);
  const o = normalLoss(graph, oMean, oLogVar, offset, each);
  const dOut = graph.mul(
    graph.concat([v.dMean, v.dLogVariance, o.dMean, o.dLogVar, v.dBeside], 1),
    graph.scalar(weight),
  );
  const du = graph.matMul(dOut, outW);
  const da = graph.mul(du, graph.sub(graph.scalar(1), graph.mul(u, u)));
  return {
    loss: graph.add(v.loss, o.loss),
    y: graph.matMul(da, inW),
    params: {
      'feel.in.w': graph.outer(da, y),
      'feel.in.b': graph.sumRows(da),
      'feel.token': graph.outer(target, da),
      'feel.out.w': graph.outer(dOut, u),
      'feel.out.b': graph.sumRows(dOut),
      ...(lately === undefined ? {} : { 'feel.lately.w': graph.outer(dOut, lately) }),
    },
  };
}

/**
 * -log N(goal; mean, exp(logVar) + least), less its constant, weighted by `each`; and its gradients, each multiplied by
 * the standard deviation (beta-NLL of Seitzer et al. 2022, beta 1/2). Without that, notes that are nearly certain, as in
 * files that nobody played, have gradients of hundreds where the tokens' are below one, and clipping leaves nothing of those.
 */
function normalLoss(graph: Graph, mean: Tensor, logVar: Tensor, goal: Tensor, each: Tensor) {
  const half = graph.scalar(0.5);
  const spread = graph.op('Exp', [logVar]);
  const variance = graph.add(spread, graph.scalar(leastVariance));
  const error = graph.sub(mean, goal);
  const scaled = graph.div(error, variance);
  const perNote = graph.mul(half, graph.add(graph.mul(error, scaled), graph.op('Log', [variance])));
  const slope = graph.sub(graph.div(graph.scalar(1), variance), graph.mul(scaled, scaled));
  const weight = graph.mul(each, graph.op('Sqrt', [variance]));
  return {
    loss: graph.sum(graph.mul(perNote, each)),
    dMean: graph.mul(scaled, weight),
    dLogVar: graph.mul(graph.mul(half, slope), graph.mul(spread, weight)),
  };
}
