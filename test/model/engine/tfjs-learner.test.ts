import { describe, expect, it } from 'vitest';
import { tutorialWindows } from '../../../src/model/codec/tutorial-windows.js';
import { openOrtLearner } from '../../../src/model/engine/ort-learner.js';
import { openTfjsLearner } from '../../../src/model/engine/tfjs-learner.js';
import { loadTf } from '../../../src/model/engine/tfjs.js';
import type { StepArchitecture } from '../../../src/model/net/architecture.js';
import { initialParams } from '../../../src/model/net/params.js';
import { Rng } from '../../../src/model/rng.js';
import { freshState, type Learner } from '../../../src/model/train/learner.js';
import type { Lesson } from '../../../src/model/train/lesson.js';
import { stepLesson } from '../../../src/model/train/step-lesson.js';
import { tutorialLesson } from '../../../src/model/train/tutorial-lesson.js';
import { architecture, narrowTutorial, noteNames, randomPiece } from '../small.js';

const js = { device: 'js' };
const shape = { T: 6, B: 4, clip: 1e9, weightDecay: 0 };
const windows = tutorialWindows(
  Array.from({ length: 30 }, (_, at) => noteNames[at % 3]!),
  shape.T,
);
const tutorial = (dropout: number): Lesson =>
  tutorialLesson(narrowTutorial, windows, { ...shape, dropout });
const tokensAlone: StepArchitecture = { ...architecture, feel: 0 };
const random = randomPiece(new Rng(1), 60);
const piece = { ...random, tokens: random.tokens.map((_, tick) => tick % 2) };
const step = (dropout: number): Lesson =>
  stepLesson(tokensAlone, [piece], {
    ...{ ...shape, dropout, smoothing: 0, feelWeight: 0, hide: 0, vary: 0, variations: [] },
  });

const begin = ({ architecture: of }: Lesson) => freshState(initialParams(of, new Rng(2)));

/** Losses of `epochs`, step by step. */
async function learn(learner: Learner, lesson: Lesson, epochs: number): Promise<number[]> {
  const losses: number[] = [];
  const rng = new Rng(3);
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const work of lesson.epoch(rng).work)
      losses.push(...(await learner.learn([{ work, lr: 1e-2 }])));
  return losses;
}

function expectClose(found: Float32Array, wanted: Float32Array, within: number): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan(within));
}

describe("training by TensorFlow.js's fit", () => {
  it.each([
    ["the tutorial's network", tutorial],
    ['the step network', step],
  ])(
    'has the first loss that onnxruntime has, units dropped or not, and it falls: %s',
    async (_, lessonOf) => {
      const lossesOf = async (open: typeof openOrtLearner, dropout: number, epochs: number) => {
        const lesson = lessonOf(dropout);
        const learner = await open(lesson, begin(lesson), { device: 'cpu', threads: 1 });
        const losses = await learn(learner, lesson, epochs);
        await learner.close();
        return losses;
      };
      const [whole] = await lossesOf(openOrtLearner, 0, 1);
      const losses = await lossesOf(openTfjsLearner, 0, 8);
      expect(Math.abs(losses[0]! - whole!)).toBeLessThan(1e-5);
      expect(Math.max(...losses.slice(-3))).toBeLessThan(losses[0]! - 0.3);
      const [dropped] = await lossesOf(openOrtLearner, 0.5, 1);
      const [found] = await lossesOf(openTfjsLearner, 0.5, 1);
      expect(Math.abs(found! - dropped!)).toBeLessThan(1e-5);
      expect(Math.abs(dropped! - whole!)).toBeGreaterThan(1e-4);
    },
  );

  it.each([0, 0.5])(
    "comes to onnxruntime's parameters, moments and statistics: dropout %s",
    async (dropout) => {
      const lesson = tutorial(dropout);
      const ort = await openOrtLearner(lesson, begin(lesson), { device: 'cpu', threads: 1 });
      const tfjs = await openTfjsLearner(lesson, begin(lesson), js);
      const [wanted, found] = [await learn(ort, lesson, 2), await learn(tfjs, lesson, 2)];
      found.forEach((loss, at) => expect(Math.abs(loss - wanted[at]!)).toBeLessThan(1e-3));
      const [theirs, ours] = [await ort.state(), await tfjs.state()];
      expect(ours.step).toBe(theirs.step);
      expectClose(ours.params, theirs.params, 1e-3);
      expectClose(ours.m, theirs.m, 1e-4);
      expectClose(ours.v, theirs.v, 1e-4);
      await Promise.all([ort.close(), tfjs.close()]);
    },
  );

  it('goes on from what it learned as if it had not stopped, and leaves no tensor behind', async () => {
    const { tf } = await loadTf('js');
    const before = tf.memory().numTensors;
    const lesson = tutorial(0.5);
    const straight = await openTfjsLearner(lesson, begin(lesson), js);
    const wanted = await learn(straight, lesson, 2);
    await straight.close();
    const first = await openTfjsLearner(lesson, begin(lesson), js);
    const rng = new Rng(3);
    const found: number[] = [];
    for (const work of lesson.epoch(rng).work)
      found.push(...(await first.learn([{ work, lr: 1e-2 }])));
    const held = tf.memory().numTensors;
    const state = await first.state();
    expect(tf.memory().numTensors).toBe(held);
    await first.close();
    const second = await openTfjsLearner(lesson, state, js);
    for (const work of lesson.epoch(rng).work)
      found.push(...(await second.learn([{ work, lr: 1e-2 }])));
    expect(tf.memory().numTensors).toBe(held);
    await second.close();
    found.forEach((loss, at) => expect(loss).toBeCloseTo(wanted[at]!, 5));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a network whose loudness and timing it would not learn', async () => {
    const lesson = { ...step(0), architecture };
    await expect(
      openTfjsLearner(lesson, freshState(initialParams(architecture, new Rng(1))), js),
    ).rejects.toMatchObject({ code: 'ENGINE_FAILED', hint: 'use --engine ort' });
  });
});
