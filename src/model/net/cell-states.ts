import type { Graph, Tensor } from './graph.js';
import type { LayerSize } from './unrolled.js';

/**
 * c of all steps of an LSTM layer, c = forget * c before + gained, [T * B, H] all, from `start` [B, H] or zeros. T steps are m
 * stretches of n: all stretches take a step at once, each as if it began with zeros, then each is given what the one before
 * left, as far as it has not been forgotten (Blelloch 1990). So there are some 3n + 2m operators where one step after the
 * other takes 2T; a GPU takes longer to begin an operator than to run a small one.
 */
export function cellStates(
  graph: Graph,
  gained: Tensor,
  forget: Tensor,
  { T, B, H }: LayerSize,
  start: Tensor | undefined,
): Tensor {
  const n = stretchOf(T);
  const m = T / n;
  const stepsOf = (all: Tensor): Tensor[] =>
    graph.split(graph.reshape(all, [m, n, B, H]), Array<number>(n).fill(1), 1);
  const stretchesOf = (all: Tensor): Tensor[] => graph.split(all, Array<number>(m).fill(1), 0);

  const forgets = stepsOf(forget);
  const own: Tensor[] = [];
  const left: Tensor[] = [];
  stepsOf(gained).forEach((more, step) => {
    const [before, share] = [own.at(-1), left.at(-1)];
    own.push(before === undefined ? more : graph.add(graph.mul(forgets[step], before), more));
    left.push(share === undefined ? forgets[step] : graph.mul(forgets[step], share));
  });

  const ends = stretchesOf(own[n - 1]);
  const kept = stretchesOf(left[n - 1]);
  const first =
    start === undefined ? graph.mul(ends[0], graph.scalar(0)) : graph.reshape(start, [1, 1, B, H]);
  const starts = [first];
  for (let at = 0; at < m - 1; at++)
    starts.push(graph.add(graph.mul(kept[at], starts[at]), ends[at]));

  const inherited = graph.mul(graph.concat(left, 1), graph.concat(starts, 0));
  return graph.reshape(graph.add(graph.concat(own, 1), inherited), [T * B, H]);
}

/** Steps to a stretch: the largest divisor of T that is no larger than its root. */
function stretchOf(T: number): number {
  let n = Math.floor(Math.sqrt(T));
  while (T % n !== 0) n--;
  return n;
}
