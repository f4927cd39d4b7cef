import type { Engine, Outcome, Prediction, State, Windows } from '../engine.js';
import { logSoftmax } from '../log-softmax.js';
import type { Architecture } from '../net/architecture.js';
import { stateTable } from '../net/states.js';
import { inputTensors, tfNetwork } from './tfjs-network.js';
import { failed, loadTf, type LayersModel, type Tensor, type Tf } from './tfjs.js';

/** TensorFlow.js, on whichever of its packages computes on `device` here; `auto` takes the fastest that works. */
export async function createTfjsEngine(
  architecture: Architecture,
  params: Float32Array,
  { device }: { readonly device: string },
): Promise<Engine> {
  const loaded = await loadTf(device);
  const { model } = tfNetwork(loaded.tf, architecture, params);
  return new TfjsEngine(loaded.tf, model, architecture, loaded.device, loaded.note);
}

/** The states of N windows, [N, units] each, in the order of `stateTable`. */
class TfState implements State {
  constructor(
    readonly batch: number,
    readonly tensors: readonly Tensor[],
  ) {}

  release(): void {
    for (const tensor of this.tensors) tensor.dispose();
  }
}

class TfjsEngine implements Engine {
  readonly name = 'tfjs';

  constructor(
    private readonly tf: Tf,
    private readonly model: LayersModel,
    private readonly architecture: Architecture,
    readonly device: string,
    readonly note: string,
  ) {}

  zero(batch: number): TfState {
    const tensors = stateTable(this.architecture).map(({ units }) => this.tf.zeros([batch, units]));
    return new TfState(batch, tensors);
  }

  join(states: readonly State[]): TfState {
    const parts = states.map((state) => asTfState(state).tensors);
    const tensors = parts[0]!.map((_, entry) =>
      this.tf.concat(
        parts.map((part) => part[entry]!),
        0,
      ),
    );
    return new TfState(
      states.reduce((total, { batch }) => total + batch, 0),
      tensors,
    );
  }

  async predict(tokens: Int32Array, features: Float32Array, state: State): Promise<Prediction> {
    const { state: after, ...prediction } = await this.run(tokens, features, state);
    after.release();
    return prediction;
  }

  async run(tokens: Int32Array, features: Float32Array, state: State): Promise<Outcome> {
    const outputs = this.compute(tokens, features, asTfState(state));
    const heads = outputs.slice(0, this.architecture.feel > 0 ? 2 : 1);
    const [logits, feel = new Float32Array()] = await Promise.all(
      heads.map((head) => head.data() as Promise<Float32Array>),
    ).catch(failed);
    this.tf.dispose(heads);
    return {
      logProbs: logSoftmax(logits!, this.architecture.vocabulary),
      feel,
      state: new TfState(state.batch, outputs.slice(heads.length)),
    };
  }

  openWindows(size: number, parts: number): Promise<Windows> {
    let rows = this.zero(size * parts);
    const feed = (input: Input): TfState => {
      const tiled = tile(input, size);
      const outputs = this.compute(tiled.tokens, tiled.features, rows);
      rows.release();
      const states = outputs.slice(outputs.length - rows.tensors.length);
      rows = new TfState(
        rows.batch,
        states.map((state) => this.movedUp(state, parts)),
      );
      this.tf.dispose(outputs);
      return new TfState(
        parts,
        rows.tensors.map((tensor) => this.tf.slice(tensor, 0, parts)),
      );
    };
    return Promise.resolve({
      feed: (tokens, features) => Promise.resolve(feed({ tokens, features })),
      clear: () => {
        rows.release();
        rows = this.zero(rows.batch);
      },
      close: () => {
        rows.release();
        return Promise.resolve();
      },
    });
  }

  close(): Promise<void> {
    this.model.dispose();
    return Promise.resolve();
  }

  /** `rows` less the first `count` of them, and as many of zeros at the end. */
  private movedUp(rows: Tensor, count: number): Tensor {
    return this.tf.tidy(() => {
      const units = rows.shape[1]!;
      return this.tf.concat([this.tf.slice(rows, count), this.tf.zeros([count, units])], 0);
    });
  }

  /** All outputs of the model, which the caller disposes of. */
  private compute(tokens: Int32Array, features: Float32Array, before: TfState): Tensor[] {
    const { tf, architecture } = this;
    const N = before.batch;
    try {
      return tf.tidy(() => {
        const inputs = inputTensors(tf, architecture, tokens, features, N);
        return this.model.predict([...inputs, ...before.tensors], {
          batchSize: N,
        }) as Tensor[];
      });
    } catch (cause) {
      return failed(cause);
    }
  }
}

interface Input {
  readonly tokens: Int32Array;
  readonly features: Float32Array;
}

/** One input of each part, `size` times over. */
function tile({ tokens, features }: Input, size: number): Input {
  const all = {
    tokens: new Int32Array(size * tokens.length),
    features: new Float32Array(size * features.length),
  };
  for (let w = 0; w < size; w++) {
    all.tokens.set(tokens, w * tokens.length);
    all.features.set(features, w * features.length);
  }
  return all;
}

function asTfState(state: State): TfState {
  if (!(state instanceof TfState)) throw new TypeError('a state of another engine');
  return state;
}
