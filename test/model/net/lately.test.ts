import { describe, expect, it } from 'vitest';
import { openSession } from '../../../src/model/engine/ort.js';
import { features, nothingTold, type Told } from '../../../src/model/features.js';
import { featureWidth } from '../../../src/model/net/architecture.js';
import { Graph } from '../../../src/model/net/graph.js';
import { lately, latelyOf, latelyWidth } from '../../../src/model/net/lately.js';
import { Rng } from '../../../src/model/rng.js';
import { architecture } from '../small.js';

const L = architecture.lanes;

describe('how each voice was played lately', () => {
  it('is its mean over the bars in which it sounded, and the last of them', () => {
    // Two bars of three voices: one that sounds in both, one in the older, one in none.
    const velocity = Float32Array.of(0.5, 0, 0, 0.75, 0.25, 0);
    const offset = Float32Array.of(0.25, 0, 0, -0.125, 0.375, 0);
    expect([...lately(3, velocity, offset)]).toEqual([
      ...[0.625, 0.25, 0],
      ...[0.5, 0.25, 0],
      ...[0.0625, 0.375, 0],
      ...[0.25, 0.375, 0],
      ...[1, 1, 0],
    ]);
  });

  it('is the same in training and in play', async () => {
    const rng = new Rng(3);
    const told = Array.from({ length: 8 }, (): Told => {
      const sounds = Array.from({ length: 4 * L }, () => rng.next() < 0.4);
      return {
        ...nothingTold,
        position: 3,
        velocityBefore: Float32Array.from(sounds, (on) => (on ? rng.next() : 0)),
        offsetBefore: Float32Array.from(sounds, (on) => (on ? rng.next() - 0.5 : 0)),
      };
    });
    const F = featureWidth(architecture);
    const graph = new Graph();
    const out = latelyOf(graph, architecture, graph.input('features', 'float32', [8, F]))!;
    graph.output('lately', out, 'float32', [8, latelyWidth(L)]);
    const session = await openSession(graph.encode(), { device: 'cpu', threads: 1 });
    const rows = Float32Array.from(told.flatMap((each) => [...features(architecture, each)]));
    const found = await session.run({ features: { data: rows, dims: [8, F] } });
    await session.close();
    const wanted = told.flatMap((each) => [...lately(L, each.velocityBefore!, each.offsetBefore)]);
    found['lately']!.forEach((value, at) => expect(value).toBeCloseTo(wanted[at]!, 6));
  });

  it('is nothing to a network that is not told of the bars before', () => {
    const graph = new Graph();
    const untold = { ...architecture, features: architecture.features.slice(0, 1) };
    expect(latelyOf(graph, untold, graph.input('features', 'float32', [8, 16]))).toBeUndefined();
  });
});
