import { describe, expect, it } from 'vitest';
import { tutorialWindows } from '../../../src/model/codec/tutorial-windows.js';
import { openOrtLearner } from '../../../src/model/engine/ort-learner.js';
import type { SessionOptions } from '../../../src/model/engine/ort.js';
import { hardwareOf } from '../../../src/model/engine/ort-devices.js';
import { watchPlacement } from '../../../src/model/engine/placement.js';
import { initialParams } from '../../../src/model/net/params.js';
import { Rng } from '../../../src/model/rng.js';
import { freshState } from '../../../src/model/train/learner.js';
import type { Lesson } from '../../../src/model/train/lesson.js';
import { stepLesson } from '../../../src/model/train/step-lesson.js';
import {
  beginProgress,
  learningRate,
  trainEpoch,
  type Pace,
} from '../../../src/model/train/trainer.js';
import { tutorialLesson } from '../../../src/model/train/tutorial-lesson.js';
import { hasWebgpu } from '../../support/engine-devices.js';
import { expectSame } from '../../support/same.js';
import { architecture, narrowTutorial, noteNames, randomPiece } from '../small.js';

const webgpu = await hasWebgpu();

const pace: Pace = { epochs: 4, lr: 1e-2, warmup: 0.5, schedule: 'cosine' };
const rng = new Rng(2);
const pieces = [30, 9, 64].map((length) => {
  const piece = randomPiece(rng, length);
  return { ...piece, tokens: piece.tokens.map((_, tick) => (tick % 4 === 0 ? 1 : tick % 2)) };
});
const shape = { T: 8, B: 4, clip: 1, weightDecay: 0.01, dropout: 0.2 };
const settings = {
  ...shape,
  smoothing: 0.1,
  feelWeight: 0.2,
  hide: 0.1,
  vary: 0.5,
  variations: [],
};
const step = stepLesson(architecture, pieces, settings);
const carried = stepLesson(architecture, pieces, { ...settings, carry: true });

const windowsOf = (length: number) =>
  tutorialWindows(
    Array.from({ length }, (_, at) => noteNames[at % 3]!),
    shape.T,
  );
const windows = windowsOf(60);
const [tutorial, short] = [windows, windowsOf(28)].map((each) =>
  tutorialLesson(narrowTutorial, each, { ...shape, clip: 1e9, weightDecay: 0 }),
) as [Lesson, Lesson];

// What is stopped after any step opens a learner for each: few are enough.
describe.each([
  ['step', step, step],
  ['step, its states carried,', carried, carried],
  ['tutorial', tutorial, short],
])('trainEpoch of the %s network', (_, long, lesson) => {
  const cpu = { device: 'cpu', threads: 1 };
  const begin = async (lesson: Lesson, atOnce = 1) => {
    const stream = new Rng(1);
    const state = freshState(initialParams(lesson.architecture, stream));
    return {
      learner: await openOrtLearner(lesson, state, { ...cpu, atOnce }),
      progress: beginProgress(stream),
    };
  };

  it('learns: the loss on made-up pieces falls', async () => {
    const { learner, progress } = await begin(long);
    const losses: number[] = [];
    for (let epoch = 0; epoch < 4; epoch++) {
      losses.push((await trainEpoch(learner, long, pace, progress, () => true))!);
    }
    await learner.close();
    expect(progress.epoch).toBe(4);
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.1);
  });

  const straightOn = async () => {
    const { learner, progress } = await begin(lesson);
    const mean = await trainEpoch(learner, lesson, pace, progress, () => true);
    const state = structuredClone(await learner.state());
    await learner.close();
    return { mean, progress, state };
  };
  let straight: ReturnType<typeof straightOn> | undefined;

  it.each([1, 2, 3])(
    'comes to the same numbers by runs of %d steps, stopped after any and resumed, as straight on, step by step',
    async (atOnce) => {
      const wanted = await (straight ??= straightOn());
      let { learner, progress } = await begin(lesson, atOnce);
      let mean: number | undefined;
      for (let calls = 0; mean === undefined; calls++) {
        expect(progress.done).toBe(calls * atOnce);
        mean = await trainEpoch(learner, lesson, pace, progress, () => false);
        const state = structuredClone(await learner.state());
        await learner.close();
        learner = await openOrtLearner(lesson, state, { ...cpu, atOnce });
        progress = structuredClone(progress);
      }
      expect(mean).toBe(wanted.mean);
      expect(progress).toEqual(wanted.progress);
      expectSame(await learner.state(), wanted.state);
      await learner.close();
    },
  );
});

it.skipIf(!webgpu)(
  'training on webgpu has the losses that it has on the CPU, over 20 steps, and every node is on the device',
  { timeout: 240_000 },
  async () => {
    const tiny = { ...architecture, hidden: 3 };
    const train = async (options: SessionOptions) => {
      const hardware = hardwareOf(options.device);
      const lesson = stepLesson(tiny, [randomPiece(new Rng(3), 58)], {
        ...{ T: 3, B: 1, clip: 1, weightDecay: 0.01, dropout: 0.2, hardware },
        ...{ smoothing: 0.1, feelWeight: 0.2, hide: 0.1, vary: 0, variations: [] },
      });
      const stream = new Rng(1);
      const state = freshState(initialParams(tiny, stream));
      const learner = await openOrtLearner(lesson, state, options);
      const nats: number[] = [];
      await trainEpoch(
        learner,
        lesson,
        pace,
        beginProgress(stream),
        (now) => nats.push(now.nats) > 0,
      );
      const { params } = await learner.state();
      await learner.close();
      return { nats, params };
    };
    const wanted = await train({ device: 'cpu', threads: 1 });
    let found: Awaited<ReturnType<typeof train>> | undefined;
    const placement = await watchPlacement({ device: 'webgpu', threads: 1 }, async (options) => {
      found = await train(options);
    });
    expect(Object.keys(placement)).toEqual(['webgpu']);
    expect(wanted.nats.length).toBeGreaterThanOrEqual(20);
    expect(found!.nats.length).toBe(wanted.nats.length);
    found!.nats.forEach((sum, at) => expect(Math.abs(sum - wanted.nats[at]!)).toBeLessThan(1e-3));
    found!.params.forEach((value, at) =>
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
