import { describe, expect, it } from 'vitest';
import { createOrtEngine } from '../../../src/model/engine/ort-engine.js';
import { openSession } from '../../../src/model/engine/ort.js';
import type { TutorialArchitecture } from '../../../src/model/net/architecture.js';
import { initialParams, paramViews } from '../../../src/model/net/params.js';
import type { RecurrentLayer } from '../../../src/model/net/stack.js';
import {
  dropMasks,
  tutorialGradientGraph,
  tutorialTrainGraph,
} from '../../../src/model/net/tutorial-train-graph.js';
import { Rng } from '../../../src/model/rng.js';

const cpu = { device: 'cpu', threads: 1 };
const V = 6;
const shape = { T: 4, B: 3, clip: 1e9, weightDecay: 0 };
const cells = {
  lstm: { type: 'lstm', units: 4, gates: 'sigmoid' },
  gru: { type: 'gru', units: 4, gates: 'sigmoid', resetAfter: true },
  rnn: { type: 'rnn', units: 4 },
} as const satisfies Record<string, RecurrentLayer>;
type CellName = keyof typeof cells;

const networkOf = (cell: CellName): TutorialArchitecture => ({
  kind: 'tutorial',
  vocabulary: V,
  stack: [
    cells[cell],
    { ...cells[cell], units: 3 },
    { type: 'norm', epsilon: 1e-3 },
    { type: 'dense', units: 5 },
    { type: 'relu' },
    { type: 'norm', epsilon: 1e-2 },
    { type: 'dense', units: V },
  ],
  feel: 0,
  lanes: 1,
  features: [],
});

/** Parameters, a batch, and masks of `drop` or of ones. */
function caseOf(architecture: TutorialArchitecture, drop: boolean) {
  const rng = new Rng(11);
  const { T, B } = shape;
  const params = initialParams(architecture, rng).map((value) => value + rng.next() - 0.5);
  const masks = Object.fromEntries(
    dropMasks(architecture).map(({ layer, width }) => [
      `drop.${layer}`,
      {
        data: Float32Array.from({ length: B * width }, () => (drop ? 2 * rng.next() : 1)),
        dims: [B, width],
      },
    ]),
  );
  const tokens = Int32Array.from({ length: T * B }, () => rng.below(V));
  const target = Int32Array.from({ length: B }, () => rng.below(V));
  const feeds = {
    tokens: { data: tokens, dims: [T * B] },
    target: { data: target, dims: [B] },
    ...masks,
  };
  return { params, tokens, target, feeds };
}

describe.each(Object.keys(cells) as CellName[])("the tutorial's network of %s layers", (cell) => {
  const architecture = networkOf(cell);

  it('has the slope of its loss by every parameter, measured by finite differences', async () => {
    const session = await openSession(tutorialGradientGraph(architecture, shape).encode(), cpu);
    const { params, feeds } = caseOf(architecture, true);
    const at = async (data: Float32Array) =>
      session.run({ params: { data, dims: [data.length] }, ...feeds });
    const { gradient } = await at(params);
    const h = 1e-2;
    for (let probe = 0; probe < params.length; probe++) {
      const nudge = async (by: number): Promise<number> => {
        const nudged = params.slice();
        nudged[probe]! += by;
        return (await at(nudged))['loss']![0]!;
      };
      const slope = ((await nudge(h)) - (await nudge(-h))) / (2 * h);
      expect(Math.abs(slope - gradient![probe]!), `parameter ${probe}`).toBeLessThan(4e-3);
    }
    expect(gradient!.some((slope) => Math.abs(slope) > 0.05)).toBe(true);
    await session.close();
  });

  it('decays all parameters but the statistics of batches, which come to what they are', async () => {
    const { params, feeds } = caseOf(architecture, false);
    const P = params.length;
    const step = async (weightDecay: number): Promise<Map<string, Float32Array>> => {
      const graph = tutorialTrainGraph(architecture, { ...shape, weightDecay });
      const session = await openSession(graph.encode(), cpu);
      const none = { data: new Float32Array(P), dims: [P] };
      const scalar = (value: number) => ({ data: Float32Array.of(value), dims: [] });
      const adam = {
        m: none,
        v: none,
        lr: scalar(0.01),
        m_scale: scalar(10),
        v_scale: scalar(1e3),
      };
      const out = await session.run({ params: { data: params, dims: [P] }, ...adam, ...feeds });
      await session.close();
      return paramViews(architecture, out['params_next']!);
    };
    const [plain, decayed] = [await step(0), await step(0.5)];
    for (const [name, view] of plain)
      if (/mean|variance/.test(name)) expect(decayed.get(name), name).toEqual(view);
      else expect(decayed.get(name), name).not.toEqual(view);
  });

  it('predicts as it does in play, once it knows the statistics of the batch and nothing is dropped', async () => {
    const session = await openSession(tutorialTrainGraph(architecture, shape).encode(), cpu);
    const { params, tokens, target, feeds } = caseOf(architecture, false);
    const P = params.length;
    const vector = { data: new Float32Array(P), dims: [P] };
    const scalar = { data: Float32Array.of(0), dims: [] };
    const adam = { m: vector, v: vector, lr: scalar, m_scale: scalar, v_scale: scalar };
    let knowing: Float32Array = params;
    let loss = NaN;
    // Each step goes a hundredth of the way.
    for (let step = 0; step < 1500; step++) {
      const out = await session.run({ params: { data: knowing, dims: [P] }, ...adam, ...feeds });
      knowing = out['params_next']!;
      loss = out['loss']![0]!;
    }
    for (const [name, view] of paramViews(architecture, knowing)) {
      if (/mean|variance/.test(name)) continue;
      expect(view).toEqual(paramViews(architecture, params).get(name));
    }
    const engine = await createOrtEngine(architecture, knowing, cpu);
    const { logProbs } = await engine.predict(tokens, new Float32Array(), engine.zero(shape.B));
    const nats = [...target].map((id, b) => -logProbs[b * V + id]!);
    expect(loss).toBeCloseTo(nats.reduce((a, b) => a + b) / shape.B, 3);
    await engine.close();
    await session.close();
  });
});
