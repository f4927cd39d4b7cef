import { knowsLately, type StepArchitecture } from './architecture.js';
import type { Graph, Tensor } from './graph.js';

/**
 * How each of L voices was played lately, at the place of the bar that comes next: [3L], its mean loudness and its mean
 * micro-offset in those of the bars before in which it sounded, and 1 where there is such a bar; else zeros.
 */
export function latelyWidth(L: number): number {
  return 3 * L;
}

/** From what is told of the bars before, `velocity` and `offset` [bars * L]; timing may be left out. */
export function lately(
  L: number,
  velocity: Float32Array,
  offset: Float32Array | null,
): Float32Array {
  const all = new Float32Array(latelyWidth(L));
  const counts = new Float32Array(L);
  velocity.forEach((loud, at) => {
    if (loud === 0) return;
    const lane = at % L;
    counts[lane]++;
    all[lane] += loud;
    all[L + lane] += offset?.[at] ?? 0;
    all[2 * L + lane] = 1;
  });
  counts.forEach((count, lane) => {
    if (count === 0) return;
    all[lane] /= count;
    all[L + lane] /= count;
  });
  return all;
}

/** The same in a graph, from features [M, F] to [M, 3L]; undefined for a network that is not told of the bars before. */
export function latelyOf(
  graph: Graph,
  architecture: StepArchitecture,
  features: Tensor,
): Tensor | undefined {
  if (!knowsLately(architecture)) return undefined;
  const { features: groups, lanes: L } = architecture;
  const widths = groups.map(({ width }) => width);
  const parts = graph.split(features, widths, 1);
  const barsOf = (name: string): Tensor => {
    const at = groups.findIndex((group) => group.name === name);
    return graph.reshape(parts[at], [-1, widths[at] / L, L]);
  };
  const sum = (all: Tensor): Tensor =>
    graph.op('ReduceSum', [all, graph.ints([1])], { keepdims: 0 });
  const velocity = barsOf('velocityBefore');
  // Webgpu has no Sign.
  const sounds = graph.op('Cast', [graph.op('Greater', [velocity, graph.scalar(0)])], { to: 1 });
  const count = sum(sounds);
  const bars = graph.op('Max', [count, graph.scalar(1)]);
  return graph.concat(
    [
      graph.div(sum(velocity), bars),
      graph.div(sum(barsOf('offsetBefore')), bars),
      graph.op('Min', [count, graph.scalar(1)]),
    ],
    1,
  );
}
