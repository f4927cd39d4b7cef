import { Fault } from '../fault.js';
import { adam } from '../net/adam.js';
import type { Architecture } from '../net/architecture.js';
import { paramViews } from '../net/params.js';
import type { Learner, Step, TrainState } from '../train/learner.js';
import type { Lesson, Work } from '../train/lesson.js';
import { failed, loadTf, type LoadedTf, type Tensor } from './tfjs.js';
import { inputTensors, tfNetwork, type TfNetwork } from './tfjs-network.js';
import { readTensors, tensorsOf } from './tfjs-weights.js';

/**
 * Learns by TensorFlow.js's own `fit`, a batch at a time, from `state` on: the same windows in the same order, and Adam with
 * the same moments, and the same units dropped; gradients are not clipped, and weights do not decay.
 *
 * @throws Fault ENGINE_FAILED where no package computes on `device`, or the network is one that it cannot train.
 */
export async function openTfjsLearner(
  lesson: Lesson,
  state: TrainState,
  { device }: { readonly device: string },
): Promise<Learner> {
  const { architecture, settings } = lesson;
  if (architecture.feel > 0) {
    throw new Fault('ENGINE_FAILED', 'on TensorFlow.js loudness and timing are not learned', {
      hint: 'use --engine ort',
    });
  }
  if (lesson.carried !== undefined) {
    throw new Fault('ENGINE_FAILED', 'on TensorFlow.js each window begins with zeros', {
      hint: 'use --engine ort',
    });
  }
  const loaded = await loadTf(device);
  const network = tfNetwork(loaded.tf, architecture, state.params, settings);
  const learner = new TfjsLearner(loaded, network, architecture, settings.B, state);
  await learner.begin(state);
  return learner;
}

class TfjsLearner implements Learner {
  readonly device: string;
  readonly note: string;
  readonly atOnce = 1;
  private readonly optimizer;
  private readonly trained;
  /** How a batch is learned: whole, once, in silence, with no pause for a browser to draw in. */
  private readonly fitted: object;
  private steps = 0;

  constructor(
    private readonly loaded: LoadedTf,
    private readonly network: TfNetwork,
    private readonly architecture: Architecture,
    private readonly B: number,
    private readonly begun: TrainState,
  ) {
    ({ device: this.device, note: this.note } = loaded);
    this.fitted = { batchSize: B, epochs: 1, shuffle: false, verbose: 0, yieldEvery: 'never' };
    const { tf } = loaded;
    const { model, weights } = network;
    this.optimizer = tf.train.adam(0, adam.beta1, adam.beta2, adam.epsilon);
    // A target of zeros is past the end of a piece, and counts for nothing.
    const loss = (wanted: Tensor, logits: Tensor): Tensor =>
      tf.neg(tf.div(tf.sum(tf.mul(wanted, tf.logSoftmax(logits))), tf.sum(wanted)));
    model.compile({ optimizer: this.optimizer, loss });
    const { trainableWeights } = model;
    this.trained = trainableWeights.map((variable) =>
      weights.find((weight) => weight.variable === variable)!,
    );
  }

  /** Gives Adam the moments that it had. */
  async begin({ m, v, step }: TrainState): Promise<void> {
    const { tf } = this.loaded;
    const steps = tf.scalar(step, 'int32');
    const moments = [m, v].flatMap((flat) =>
      tensorsOf(tf, this.trained, paramViews(this.architecture, flat)),
    );
    const tensors = [steps, ...moments];
    await this.optimizer.setWeights(tensors.map((tensor, at) => ({ name: `${at}`, tensor })));
    tf.dispose(tensors);
    this.steps = step;
  }

  async learn(steps: readonly Step[]): Promise<readonly number[]> {
    const losses: number[] = [];
    for (const step of steps) losses.push(await this.fit(step));
    return losses;
  }

  async state(): Promise<TrainState> {
    const { tf } = this.loaded;
    const { weights } = this.network;
    const read = async (of: typeof weights, tensors: readonly Tensor[], into: Float32Array) => {
      await readTensors(tf, of, tensors, paramViews(this.architecture, into));
      return into;
    };
    const held = weights.map(({ variable }) => variable.read());
    const [steps, ...moments] = (await this.optimizer.getWeights()).map(({ tensor }) => tensor);
    steps!.dispose();
    const count = this.trained.length;
    const { params, m, v, carried } = this.begun;
    return {
      params: await read(weights, held, params.slice()),
      m: await read(this.trained, moments.slice(0, count), m.slice()),
      v: await read(this.trained, moments.slice(count), v.slice()),
      carried,
      step: this.steps,
    };
  }

  close(): Promise<void> {
    this.network.model.dispose();
    this.optimizer.dispose();
    return Promise.resolve();
  }

  private async fit({ work: { feeds }, lr }: Step): Promise<number> {
    const { tf } = this.loaded;
    Object.assign(this.optimizer, { learningRate: lr }); // it has no method for that
    const { masks } = this.network;
    const [x, y, drops] = this.tensors(feeds);
    masks.take(drops);
    try {
      const { history } = await this.network.model.fit(x, y, this.fitted);
      this.steps++;
      return history['loss']![0] as number;
    } catch (cause) {
      return failed(cause);
    } finally {
      tf.dispose([...x, y]);
      masks.forget();
    }
  }

  /** A batch as `fit` takes it: inputs, a one-hot target for each row of logits, and the masks. */
  private tensors(feeds: Work['feeds']): [x: Tensor[], y: Tensor, drops: [string, Tensor][]] {
    const { tf } = this.loaded;
    const { architecture, B } = this;
    const V = architecture.vocabulary;
    const isStep = architecture.kind === 'step';
    return tf.tidy(() => {
      const features = (feeds['features']?.data ?? new Float32Array()) as Float32Array;
      const tokens = feeds['tokens']!.data as Int32Array;
      const x = inputTensors(tf, architecture, tokens, features, B);
      const target = tf.tensor1d(feeds['target']!.data, 'int32');
      const rows = tf.oneHot(target, V).toFloat();
      const y = isStep ? rows.reshape([-1, B, V]).transpose([1, 0, 2]) : rows;
      const drops = Object.entries(feeds)
        .filter(([name]) => name.startsWith('drop.'))
        .map(([name, { data }]): [string, Tensor] => [
          name,
          tf.tensor(data, isStep ? [B, 1, data.length / B] : [B, data.length / B]),
        ]);
      return [x, y, drops];
    });
  }
}
