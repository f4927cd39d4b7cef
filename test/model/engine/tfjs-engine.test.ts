import { describe, expect, it } from 'vitest';
import { createOrtEngine } from '../../../src/model/engine/ort-engine.js';
import { createTfjsEngine } from '../../../src/model/engine/tfjs-engine.js';
import { tfNetwork } from '../../../src/model/engine/tfjs-network.js';
import { loadTf } from '../../../src/model/engine/tfjs.js';
import {
  featureWidth,
  type StepArchitecture,
  type TutorialArchitecture,
} from '../../../src/model/net/architecture.js';
import { initialParams } from '../../../src/model/net/params.js';
import { Rng } from '../../../src/model/rng.js';
import { RollingWindow } from '../../../src/model/rolling-window.js';
import { architecture, smallModel, tutorialArchitecture } from '../small.js';

const js = { device: 'js' };
/** The tutorial's own layers, small; and one of each kind that Keras has in them. */
const tutorial: TutorialArchitecture = {
  ...tutorialArchitecture,
  stack: [
    { type: 'lstm', units: 6, gates: 'sigmoid' },
    { type: 'lstm', units: 5, gates: 'hard' },
    { type: 'norm', epsilon: 1e-3 },
    { type: 'dense', units: 4 },
    { type: 'relu' },
    { type: 'norm', epsilon: 1e-3 },
    { type: 'dense', units: tutorialArchitecture.vocabulary },
  ],
};
const mixed: TutorialArchitecture = {
  ...tutorial,
  stack: [
    { type: 'gru', units: 6, gates: 'hard', resetAfter: false },
    { type: 'norm', epsilon: 1e-3 },
    { type: 'rnn', units: 4 },
    { type: 'dense', units: tutorialArchitecture.vocabulary },
  ],
};

const tinyStep: StepArchitecture = {
  ...architecture,
  ...{ hidden: 2, layers: 1, feel: 0, lanes: 1, features: [] },
};
const tinyTutorial: TutorialArchitecture = {
  ...tutorialArchitecture,
  stack: [
    { type: 'rnn', units: 2 },
    { type: 'dense', units: tutorialArchitecture.vocabulary },
  ],
};

/** Parameters that none of which is 0 or 1. */
function draw(of: TutorialArchitecture | StepArchitecture, seed: number): Float32Array {
  const rng = new Rng(seed);
  return initialParams(of, rng).map((value) => Math.abs(value) * 0.5 + rng.next());
}

describe('the tfjs engine', () => {
  it.each([
    ['the step network', architecture, smallModel().params],
    ["the tutorial's network", tutorial, draw(tutorial, 1)],
    ['GRU and simple layers', mixed, draw(mixed, 2)],
  ])('predicts what onnxruntime does: %s', async (_, network, params) => {
    const [T, N, F] = [9, 3, featureWidth(network)];
    const rng = new Rng(3);
    const tokens = Int32Array.from({ length: T * N }, () => rng.below(network.vocabulary));
    const features = Float32Array.from({ length: T * N * F }, () => rng.next());
    const ort = await createOrtEngine(network, params, { device: 'cpu', threads: 1 });
    const tfjs = await createTfjsEngine(network, params, js);
    const [wanted, found] = [
      await ort.predict(tokens, features, ort.zero(N)),
      await tfjs.predict(tokens, features, tfjs.zero(N)),
    ];
    expectClose(found.logProbs, wanted.logProbs);
    expectClose(found.feel, wanted.feel);
    await Promise.all([ort.close(), tfjs.close()]);
  });

  it("has layers with the tutorial's names", async () => {
    const { tf } = await loadTf('js');
    const { model } = tfNetwork(tf, tutorial, draw(tutorial, 1));
    const names = model.layers.map(({ name }) => name).filter((name) => !/state|tokens/.test(name));
    expect(names).toEqual([
      'lstm',
      'lstm_1',
      'batch_normalization',
      'dense',
      'activation',
      'batch_normalization_1',
      'dense_1',
    ]);
    model.dispose();
  });

  it('refuses a GRU that TensorFlow.js does not have, and says which engine does', async () => {
    const stack = tutorialArchitecture.stack;
    const params = draw(tutorialArchitecture, 4);
    expect(stack.some((layer) => layer.type === 'gru' && layer.resetAfter)).toBe(true);
    await expect(createTfjsEngine(tutorialArchitecture, params, js)).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      hint: 'use --engine ort',
    });
  });

  // The engine disposes of tensors alike for any network: what takes the fewest operations goes on for long.
  it.each([
    ['of a step network after 100 ticks', 100, tinyStep],
    ['after 10,000 ticks', 10_000, tinyTutorial],
  ])('has as many tensors %s as after the first', { timeout: 240_000 }, async (_, ticks, tiny) => {
    const { tf } = await loadTf('js');
    const before = tf.memory().numTensors;
    const engine = await createTfjsEngine(tiny, initialParams(tiny, new Rng(5)), js);
    const window = new RollingWindow(engine, 2);
    const tick = async (t: number): Promise<void> => {
      await window.predict(Int32Array.of(t % tiny.vocabulary), new Float32Array());
      await window.settle();
    };
    for (let t = 0; t < 5; t++) await tick(t);
    const { numTensors } = tf.memory();
    for (let t = 5; t < ticks; t++) await tick(t);
    expect(tf.memory().numTensors).toBe(numTensors);
    await window.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});

function expectClose(found: Float32Array, wanted: Float32Array): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan(1e-5));
}
