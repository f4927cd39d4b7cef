import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../../src/model/engine/ort.js';
import {
  type FeatureGroup,
  leastVariance,
  type StepArchitecture,
} from '../../../src/model/net/architecture.js';
import type { Graph } from '../../../src/model/net/graph.js';
import { anyCpu } from '../../../src/model/net/hardware.js';
import { initialParams, paramCount, paramViews } from '../../../src/model/net/params.js';
import {
  carriedDims,
  gradientGraph,
  trainGraph,
  type TrainShape,
} from '../../../src/model/net/train-graph.js';
import { Rng } from '../../../src/model/rng.js';

const open = (graph: Graph) => openSession(graph.encode(), { device: 'cpu', threads: 1 });
/** Graphs for a device whose operators for whole layers are fast. */
const wholeLayers = { ...anyCpu, wholeLayers: true };
const ways = [
  ['step by step', anyCpu],
  ['a layer whole', wholeLayers],
] as const;
const plain = { smoothing: 0, feelWeight: 1, clip: 1e9, weightDecay: 0 };

interface Golden {
  dims: { V: number; E: number; H: number; L: number; T: number; B: number };
  x: { data: number[] };
  y: { data: number[] };
  params: Record<string, { data: number[] }>;
  loss: number;
  grads: Record<string, { data: number[] }>;
  adam_losses: number[];
  params_after_20: Record<string, { data: number[] }>;
}

const goldenFile = new URL('../../../../shared/golden/deep-lstm.json', import.meta.url);
const golden = existsSync(goldenFile)
  ? (JSON.parse(readFileSync(goldenFile, 'utf8')) as Golden)
  : undefined;
if (golden === undefined) process.stderr.write(`skipped: ${goldenFile.pathname} is not here\n`);

describe.skipIf(golden === undefined)('the recorded trajectory of another implementation', () => {
  const none = { dims: { V: 1, E: 1, H: 1, L: 1, T: 1, B: 1 }, x: { data: [] }, y: { data: [] } };
  const { dims, x, y } = golden ?? none;
  const architecture: StepArchitecture = {
    kind: 'step',
    vocabulary: dims.V,
    embedding: dims.E,
    hidden: dims.H,
    layers: dims.L,
    feel: 0,
    lanes: 0,
    features: [],
  };
  const shape: TrainShape = { T: dims.T, B: dims.B, ...plain };
  const batch = {
    tokens: { data: Int32Array.from(x.data), dims: [dims.T * dims.B] },
    target: { data: Int32Array.from(y.data), dims: [dims.T * dims.B] },
    token_scale: scalar(1 / (dims.T * dims.B)),
    ...ones(architecture, dims.B),
  };

  it.each(ways)(
    'has the same loss and the same gradient by every parameter, %s',
    async (_, hardware) => {
      const graph = gradientGraph(architecture, { ...shape, hardware });
      const session = await open(graph);
      const { loss, gradient } = await session.run({
        params: flat(architecture, golden!.params),
        ...batch,
      });
      expect(loss![0]).toBeCloseTo(golden!.loss, 6);
      expectViews(architecture, gradient!, golden!.grads, 1e-6);
    },
  );

  it.each(ways)('takes the same twenty steps of Adam, %s', async (_, hardware) => {
    const session = await open(trainGraph(architecture, { ...shape, hardware }));
    const P = paramCount(architecture);
    let params = flat(architecture, golden!.params);
    let m = zeros(P);
    let v = zeros(P);
    const losses: number[] = [];
    for (let step = 1; step <= 20; step++) {
      const out = await session.run({
        params,
        m,
        v,
        lr: scalar(1e-2),
        m_scale: scalar(1 / (1 - 0.9 ** step)),
        v_scale: scalar(1 / (1 - 0.999 ** step)),
        ...batch,
      });
      losses.push(out['loss']![0]!);
      params = { data: out['params_next']!, dims: [P] };
      m = { data: out['m_next']!, dims: [P] };
      v = { data: out['v_next']!, dims: [P] };
    }
    losses.forEach((loss, at) => expect(loss).toBeCloseTo(golden!.adam_losses[at]!, 5));
    expectViews(architecture, params.data, golden!.params_after_20, 1e-4);
  });
});

describe('the gradient', () => {
  const told = (name: FeatureGroup['name']): FeatureGroup => ({ name, width: 2 });
  // As small as it can be: each parameter takes two runs.
  const architecture: StepArchitecture = {
    kind: 'step',
    vocabulary: 5,
    embedding: 2,
    hidden: 3,
    layers: 2,
    feel: 3,
    lanes: 2,
    features: [told('position'), told('velocityBefore'), told('offsetBefore')],
  };

  // Finite differences cannot tell what the slope is multiplied by, unless it is the same for all notes.
  it.each([1, 0.1])(
    'is the slope by every parameter, of the feel times a standard deviation of %d that all notes have',
    async (deviation) => {
      const T = 4;
      const B = 2;
      const M = T * B;
      const rng = new Rng(7);
      const random = (size: number, low: number, high: number): Float32Array =>
        Float32Array.from({ length: size }, () => low + (high - low) * rng.next());
      const target = Int32Array.from({ length: M }, () => rng.below(5));
      target[3] = -1;
      const feeds = {
        tokens: { data: Int32Array.from({ length: M }, () => rng.below(6)), dims: [M] },
        target: { data: target, dims: [M] },
        features: { data: random(M * 6, 0, 1), dims: [M, 6] },
        velocity: { data: random(M * 2, 0, 1), dims: [M, 2] },
        offset: { data: random(M * 2, -0.5, 0.5), dims: [M, 2] },
        sounding: { data: Float32Array.from({ length: M * 2 }, () => rng.below(2)), dims: [M, 2] },
        token_scale: scalar(1 / (M - 1)),
        note_scale: scalar(1 / 8),
        'drop.in': { data: random(B * 8, 0, 2), dims: [1, B, 8] },
        'drop.0': { data: random(B * 3, 0, 2), dims: [1, B, 3] },
        'drop.1': { data: random(B * 3, 0, 2), dims: [1, B, 3] },
      };
      const params = initialParams(architecture, rng);
      spreadAlike(architecture, params, deviation);
      const session = await open(gradientGraph(architecture, { T, B, ...plain }));
      const at = async (data: Float32Array) =>
        session.run({ params: { data, dims: [data.length] }, ...feeds });
      const { gradient } = await at(params);
      const total = async (data: Float32Array): Promise<number> => {
        const { loss, feel_loss } = await at(data);
        return loss![0]! + deviation * feel_loss![0]!;
      };
      const h = 1e-2 * deviation;
      for (let probe = 0; probe < params.length; probe++) {
        const nudge = async (by: number): Promise<number> => {
          const nudged = params.slice();
          nudged[probe]! += by;
          return total(nudged);
        };
        const slope = ((await nudge(h)) - (await nudge(-h))) / (2 * h);
        expect(Math.abs(slope - gradient![probe]!), `parameter ${probe}`).toBeLessThan(2e-3);
      }
    },
  );
});

describe('states that are carried', () => {
  const architecture: StepArchitecture = {
    kind: 'step',
    vocabulary: 5,
    embedding: 3,
    hidden: 4,
    layers: 2,
    feel: 0,
    lanes: 0,
    features: [],
  };
  const [T, B] = [4, 2];
  const rng = new Rng(9);
  const params = initialParams(architecture, rng);
  const tokens = Int32Array.from({ length: 2 * T * B }, () => rng.below(6));
  const targets = Int32Array.from({ length: 2 * T * B }, () => rng.below(5));
  const dims = carriedDims(architecture, B);

  /** Of `inputs` to each window, the last ones of both windows; only the last T have a target. */
  const feedsOf = (inputs: number) => {
    const from = (2 * T - inputs) * B;
    const target = targets.slice(from).fill(-1, 0, (inputs - T) * B);
    return {
      params: { data: params, dims: [params.length] },
      tokens: { data: tokens.slice(from), dims: [inputs * B] },
      target: { data: target, dims: [inputs * B] },
      token_scale: scalar(1 / (T * B)),
      ...ones(architecture, B),
    };
  };
  const graphOf = (inputs: number, carry: boolean, hardware = anyCpu) =>
    open(gradientGraph(architecture, { T: inputs, B, ...plain, carry, hardware }));
  const first = {
    ...feedsOf(T),
    tokens: { data: tokens.slice(0, T * B), dims: [T * B] },
    carried: { data: new Float32Array(4 * B * 4), dims },
    goes_on: { data: new Float32Array(B), dims: [1, B, 1] },
  };
  const goesOn = (carried: Float32Array, on: number) => ({
    ...feedsOf(T),
    carried: { data: carried, dims },
    goes_on: { data: new Float32Array(B).fill(on), dims: [1, B, 1] },
  });

  it('make of a window and the next what one window of both is', async () => {
    const session = await graphOf(T, true);
    const { carried_next } = await session.run(first);
    const { loss } = await session.run(goesOn(carried_next!, 1));
    const long = await (await graphOf(2 * T, false)).run(feedsOf(2 * T));
    expect(loss![0]).toBeCloseTo(long['loss']![0]!, 6);
  });

  it('count for nothing in a window that does not go on', async () => {
    const session = await graphOf(T, true);
    const { carried_next } = await session.run(first);
    const begun = await session.run(goesOn(carried_next!, 0));
    const alone = await (await graphOf(T, false)).run(feedsOf(T));
    expect(begun['loss']).toEqual(alone['loss']);
    begun['gradient']!.forEach((value, at) =>
      expect(value).toBeCloseTo(alone['gradient']![at]!, 6),
    );
  });

  it('are the same where layers are computed whole', async () => {
    const [steps, whole] = [await graphOf(T, true), await graphOf(T, true, wholeLayers)];
    const { carried_next } = await steps.run(first);
    const wanted = await steps.run(goesOn(carried_next!, 1));
    const got = await whole.run(goesOn(carried_next!, 1));
    for (const name of ['loss', 'gradient', 'carried_next'])
      wanted[name]!.forEach((value, at) => expect(got[name]![at]).toBeCloseTo(value, 6));
  });

  it('are given numbers to the gradient: it is the slope with them held', async () => {
    const session = await graphOf(T, true);
    const { carried_next } = await session.run(first);
    const feeds = goesOn(carried_next!, 1);
    const { gradient } = await session.run(feeds);
    const h = 1e-2;
    for (let probe = 0; probe < params.length; probe++) {
      const nudge = async (by: number): Promise<number> => {
        const nudged = params.slice();
        nudged[probe]! += by;
        const { loss } = await session.run({
          ...feeds,
          params: { data: nudged, dims: [params.length] },
        });
        return loss![0]!;
      };
      const slope = ((await nudge(h)) - (await nudge(-h))) / (2 * h);
      expect(Math.abs(slope - gradient![probe]!), `parameter ${probe}`).toBeLessThan(1e-3);
    }
  });
});

/** Has the feel heads say the same standard deviation whatever goes in. */
function spreadAlike(
  architecture: StepArchitecture,
  params: Float32Array,
  deviation: number,
): void {
  const { feel: D, lanes: L } = architecture;
  const views = paramViews(architecture, params);
  for (const row of [1, 3]) {
    views.get('feel.out.w')!.fill(0, row * L * D, (row + 1) * L * D);
    views.get('feel.out.b')!.fill(Math.log(deviation ** 2 - leastVariance), row * L, (row + 1) * L);
  }
}

function zeros(length: number): { data: Float32Array; dims: number[] } {
  return { data: new Float32Array(length), dims: [length] };
}

function scalar(value: number) {
  return { data: Float32Array.of(value), dims: [] };
}

function ones(architecture: StepArchitecture, B: number) {
  const mask = (width: number) => ({
    data: new Float32Array(B * width).fill(1),
    dims: [1, B, width],
  });
  return {
    'drop.in': mask(architecture.embedding),
    ...Object.fromEntries(
      Array.from({ length: architecture.layers }, (_, layer) => [
        `drop.${layer}`,
        mask(architecture.hidden),
      ]),
    ),
  };
}

/** Their embedding has no row for the start of a stream: ours has, and it stays zero. */
function flat(
  architecture: StepArchitecture,
  params: Golden['params'],
): { data: Float32Array; dims: number[] } {
  const data = new Float32Array(paramCount(architecture));
  for (const [name, view] of paramViews(architecture, data)) view.set(params[name]!.data);
  return { data, dims: [data.length] };
}

function expectViews(
  architecture: StepArchitecture,
  all: Float32Array,
  wanted: Golden['params'],
  within: number,
) {
  for (const [name, view] of paramViews(architecture, all)) {
    view.forEach((value, at) => {
      expect(Math.abs(value - (wanted[name]!.data[at] ?? 0)), `${name}[${at}]`).toBeLessThan(
        within,
      );
    });
  }
}
