import { leastVariance, loudnessLevels } from './architecture.js';
import type { Graph, Tensor } from './graph.js';
import { logSoftmax } from './log-softmax.js';

/** What the feel heads say of loudness: `mean` and `logVariance` [M, L], `beside` [M, L * K], K levels. */
export interface LevelHead {
  readonly mean: Tensor;
  readonly logVariance: Tensor;
  readonly beside: Tensor;
}

/**
 * Loudness as a level of K: the softmax of a normal distribution's logarithm at the middle of each level, and of what the
 * network adds `beside` it. A normal distribution follows how loud the voice was lately, but has one peak, where people
 * play a snare as an accent or as a ghost note, and the loudest level is as loud as a pad can be struck.
 *
 * The loss is -log of the level of `goal` [M, L], weighted by `each` [M, L]; the gradients are multiplied by the standard
 * deviation of the normal, as `normalLoss` has it.
 */
export function levelLoss(graph: Graph, head: LevelHead, goal: Tensor, each: Tensor, L: number) {
  const K = loudnessLevels;
  const column = (a: Tensor): Tensor => graph.reshape(a, [-1, 1]);
  const back = (a: Tensor): Tensor => graph.reshape(a, [-1, L]);
  const sum = (a: Tensor): Tensor => graph.op('ReduceSum', [a, graph.ints([1])], { keepdims: 1 });

  const middles = Float32Array.from({ length: K }, (_, level) => (level + 0.5) / K);
  const spread = graph.op('Exp', [column(head.logVariance)]);
  const variance = graph.add(spread, graph.scalar(leastVariance));
  const off = graph.sub(graph.weights('levels', middles, [1, K]), column(head.mean));
  const slope = graph.div(off, variance);
  const curve = graph.mul(graph.scalar(0.5), graph.mul(off, slope));
  const logProbs = logSoftmax(graph, graph.sub(graph.reshape(head.beside, [-1, K]), curve));

  // 1 is of the highest level, not of one above it.
  const level = graph.op('Cast', [graph.mul(goal, graph.scalar(K - 0.001))], { to: 6 });
  const target = graph.oneHot(graph.reshape(level, [-1]), K);
  const weight = column(each);
  const likelihood = graph.mul(sum(graph.mul(target, logProbs)), weight);
  const scale = graph.mul(weight, graph.op('Sqrt', [variance]));
  const d = graph.mul(graph.sub(graph.op('Exp', [logProbs]), target), scale);
  return {
    loss: graph.op('Neg', [graph.sum(likelihood)]),
    dMean: back(sum(graph.mul(d, slope))),
    dLogVariance: back(graph.mul(sum(graph.mul(d, curve)), graph.div(spread, variance))),
    dBeside: graph.reshape(d, [-1, L * K]),
  };
}
