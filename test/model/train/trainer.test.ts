import { describe, expect, it } from 'vitest';
import { tutorialWindows } from '../../../src/model/codec/tutorial-windows.js';
import { openSession, widestOn } from '../../../src/model/engine/ort.js';
import type { TutorialArchitecture } from '../../../src/model/net/architecture.js';
import { initialParams, paramViews } from '../../../src/model/net/params.js';
import { Rng } from '../../../src/model/rng.js';
import { stepLesson } from '../../../src/model/train/step-lesson.js';
import {
  beginProgress,
  learningRate,
  trainEpoch,
  type Pace,
  type Progress,
} from '../../../src/model/train/trainer.js';
import { tutorialLesson } from '../../../src/model/train/tutorial-lesson.js';
import { hasWebgpu } from '../../support/engine-devices.js';
import { architecture, noteNames, randomPiece } from '../small.js';

const webgpu = await hasWebgpu();

const pace: Pace = { epochs: 4, lr: 1e-2, warmup: 0.5, schedule: 'cosine' };
const rng = new Rng(2);
const pieces = [30, 9, 64].map((length) => {
  const piece = randomPiece(rng, length);
  return { ...piece, tokens: piece.tokens.map((_, tick) => (tick % 4 === 0 ? 1 : tick % 2)) };
});
const shape = { T: 8, B: 4, clip: 1, weightDecay: 0.01, dropout: 0.2 };
const step = stepLesson(architecture, pieces, {
  ...shape,
  smoothing: 0.1,
  feelWeight: 0.2,
  hide: 0.1,
  vary: 0.5,
  variations: [],
});

const windows = tutorialWindows(
  Array.from({ length: 60 }, (_, at) => noteNames[at % 3]!),
  shape.T,
);
const norm = { type: 'norm', epsilon: 1e-3 } as const;
const network: TutorialArchitecture = {
  kind: 'tutorial',
  vocabulary: 3,
  stack: [
    { type: 'lstm', units: 6, gates: 'sigmoid' },
    { type: 'lstm', units: 5, gates: 'sigmoid' },
    norm,
    { type: 'dense', units: 4 },
    { type: 'relu' },
    norm,
    { type: 'dense', units: 3 },
  ],
  feel: 0,
  lanes: 1,
  features: [],
};
const tutorial = tutorialLesson(network, windows, { ...shape, clip: 1e9, weightDecay: 0 });

describe.each([
  ['step', step],
  ['tutorial', tutorial],
])('trainEpoch of the %s network', (_, lesson) => {
  const opened = openSession(lesson.graph(), { device: 'cpu', threads: 1 });
  const fresh = (): Progress => {
    const stream = new Rng(1);
    return beginProgress(initialParams(lesson.architecture, stream), stream);
  };

  it('learns: the loss on made-up pieces falls', async () => {
    const progress = fresh();
    const losses: number[] = [];
    for (let epoch = 0; epoch < 4; epoch++) {
      losses.push((await trainEpoch(await opened, lesson, pace, progress, () => true))!);
    }
    expect(progress.epoch).toBe(4);
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.1);
  });

  it('comes to the same numbers, stopped after any step and resumed, or not', async () => {
    const straight = fresh();
    const wanted = await trainEpoch(await opened, lesson, pace, straight, () => true);
    let broken = fresh();
    let mean: number | undefined;
    for (let calls = 0; mean === undefined; calls++) {
      expect(broken.done).toBe(calls);
      mean = await trainEpoch(await opened, lesson, pace, broken, () => false);
      broken = { ...structuredClone(broken) };
    }
    expect(mean).toBe(wanted);
    expect(broken).toEqual(straight);
  });
});

it.skipIf(!webgpu)(
  'training on webgpu has the losses that it has on the CPU, over 20 steps',
  { timeout: 240_000 },
  async () => {
    const tiny = { ...architecture, hidden: 3, layers: 1 };
    const train = async (device: string) => {
      const lesson = stepLesson(tiny, [randomPiece(new Rng(3), 58)], {
        ...{ T: 3, B: 1, clip: 1, weightDecay: 0.01, dropout: 0.2, widest: widestOn(device) },
        ...{ smoothing: 0.1, feelWeight: 0.2, hide: 0.1, vary: 0, variations: [] },
      });
      const session = await openSession(lesson.graph(), { device, threads: 1 });
      const stream = new Rng(1);
      const progress = beginProgress(initialParams(tiny, stream), stream);
      const nats: number[] = [];
      await trainEpoch(session, lesson, pace, progress, (now) => nats.push(now.nats) > 0);
      await session.close();
      return { nats, params: progress.state.params };
    };
    const [wanted, found] = [await train('cpu'), await train('webgpu')];
    expect(wanted.nats.length).toBeGreaterThanOrEqual(20);
    found.nats.forEach((sum, at) => expect(Math.abs(sum - wanted.nats[at]!)).toBeLessThan(1e-3));
    found.params.forEach((value, at) =>
      expect(Math.abs(value - wanted.params[at]!)).toBeLessThan(1e-3),
    );
  },
);

describe("an epoch of the tutorial's windows", () => {
  it('has each window once with the token after it, but for what fills the last batch up', () => {
    const seen = new Map<string, number>();
    const { steps, work } = tutorial.epoch(new Rng(5));
    let count = 0;
    for (const { feeds } of work) {
      count++;
      for (let b = 0; b < shape.B; b++) {
        const ids = Array.from(
          { length: shape.T },
          (_, t) => feeds['tokens']!.data[t * shape.B + b]!,
        );
        ids
          .slice(1)
          .forEach((id, at) => expect(id).toBe(windows.ids[windows.ids.indexOf(ids[at]!) + 1]));
        const key = [...ids, feeds['target']!.data[b]].join();
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    }
    expect(count).toBe(steps);
    expect(steps).toBe(Math.ceil(windows.count / shape.B));
    // 52 windows of a pattern of three.
    expect([...seen.values()].toSorted()).toEqual([17, 17, 18]);
  });

  it('moves the statistics of a normalisation a hundredth towards those of each batch', () => {
    const params = initialParams(network, new Rng(3));
    const out: Record<string, Float32Array> = {};
    for (const at of [2, 5]) {
      const width = paramViews(network, params).get(`${at}.mean`)!.length;
      out[`${at}.mean`] = new Float32Array(width).fill(2);
      out[`${at}.variance`] = new Float32Array(width).fill(3);
    }
    tutorial.settle(out, params);
    expect(paramViews(network, params).get('2.mean')![0]).toBeCloseTo(0.02, 6);
    expect(paramViews(network, params).get('5.variance')![0]).toBeCloseTo(1.02, 6);
  });
});

describe('learningRate', () => {
  const rates = (schedule: Pace['schedule']): number[] =>
    Array.from({ length: 401 }, (_, at) => learningRate({ ...pace, schedule }, at / 100));

  it('rises to its peak over the warm-up and falls to nothing by the end', () => {
    const all = rates('cosine');
    const peak = all.indexOf(Math.max(...all));
    expect(peak / 100).toBeCloseTo(pace.warmup, 1);
    expect(all[peak]).toBeCloseTo(pace.lr, 4);
    all.slice(1).forEach((rate, at) => {
      expect(at + 1 <= peak ? rate >= all[at]! : rate <= all[at]!).toBe(true);
    });
    expect(all.at(-1)).toBeCloseTo(0, 12);
  });

  it('stays at its peak where it is constant', () => {
    expect(new Set(rates('constant').slice(50))).toEqual(new Set([pace.lr]));
  });
});
