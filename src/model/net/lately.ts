import { knowsLately, type StepArchitecture } from './architecture.js';
import type { Graph, Tensor } from './graph.js';

/**
 * How each of L voices was played lately, at the place of the bar that comes next, in those of the bars before in which it
 * sounded: [5L], its mean loudness, its loudness the last time, its mean micro-offset, that of the last time, and 1 where
 * there is such a bar; else zeros.
 */
export function latelyWidth(L: number): number {
  return 5 * L;
}

/** From what is told of the bars before, the last first, `velocity` and `offset` [bars * L]; timing may be left out. */
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
    const late = offset?.[at] ?? 0;
    if (counts[lane]++ === 0) {
      all[L + lane] = loud;
      all[3 * L + lane] = late;
    }
    all[lane] += loud;
    all[2 * L + lane] += late;
    all[4 * L + lane] = 1;
  });
  counts.forEach((count, lane) => {
    if (count === 0) return;
    all[lane] /= count;
    all[2 * L + lane] /= count;
  });
  return all;
}

/** The same in a graph, from features [M, F] to [M, 5L]; undefined for a network that is not told of the bars before. */
export function latelyOf(
  graph: Graph,
  architecture: StepArchitecture,
  features: Tensor,
): Tensor | undefined {
  if (!knowsLately(architecture)) return undefined;
  const { features: groups, lanes: L } = architecture;
  const widths = groups.map(({ width }) => width);
  const parts = graph.split(features, widths, 1);
  const barsOf = (name: string): Tensor[] => {
    const at = groups.findIndex((group) => group.name === name);
    return graph.split(parts[at], Array<number>(widths[at] / L).fill(L), 1);
  };
  const one = graph.scalar(1);
  const add = (a: Tensor, b: Tensor): Tensor => graph.add(a, b);
  const [velocity, offset] = [barsOf('velocityBefore'), barsOf('offsetBefore')];
  // Webgpu has no Sign.
  const sounds = velocity.map((bar) =>
    graph.op('Cast', [graph.op('Greater', [bar, graph.scalar(0)])], { to: 1 }),
  );
  const count = sounds.reduce(add);
  const times = graph.op('Max', [count, one]);
  /** Of the first of `bars` in which it sounded: the others have zeros there. */
  const last = (bars: readonly Tensor[]): Tensor =>
    bars.reduceRight((before, bar, at) =>
      graph.add(bar, graph.mul(graph.sub(one, sounds[at]), before)),
    );
  return graph.concat(
    [
      graph.div(velocity.reduce(add), times),
      last(velocity),
      graph.div(offset.reduce(add), times),
      last(offset),
      graph.op('Min', [count, one]),
    ],
    1,
  );
}
