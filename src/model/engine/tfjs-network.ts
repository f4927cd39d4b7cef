import { Fault } from '../fault.js';
import {
  featureWidth,
  type Architecture,
  type StepArchitecture,
  type TutorialArchitecture,
} from '../net/architecture.js';
import { gateCounts, paramViews } from '../net/params.js';
import { isRecurrent, type Layer, type RecurrentLayer } from '../net/stack.js';
import { stateTable } from '../net/states.js';
import type { LayersModel, SymbolicTensor, Tensor, Tf } from './tfjs.js';

type Views = (name: string) => Float32Array;

/**
 * A network as `tf.layers`, with the names that Keras gives such layers, which are those of the tutorial.
 *
 * in: `tokens` [N, T] for a step network, [N, T, 1] and divided by V for the tutorial's; `features` [N, T, F] where it
 * has any; each state [N, units], in the order of `stateTable`. out: logits [N, V]; the feel projection [N, D] where there is
 * one; each state.
 */
export function tfNetwork(tf: Tf, architecture: Architecture, params: Float32Array): LayersModel {
  const views = paramViews(architecture, params);
  const builder = new Builder(tf, (name) => views.get(name)!);
  const states = stateTable(architecture).map(({ units, name }) =>
    tf.input({ shape: [units], name: `state.${name}` }),
  );
  return architecture.kind === 'step'
    ? stepModel(tf, builder, architecture, states)
    : tutorialModel(tf, builder, architecture, states);
}

function stepModel(
  tf: Tf,
  builder: Builder,
  architecture: StepArchitecture,
  states: SymbolicTensor[],
): LayersModel {
  const { vocabulary: V, embedding: E, hidden: H, layers, feel: D } = architecture;
  const F = featureWidth(architecture);
  const inputs = [tf.input({ shape: [null], dtype: 'int32', name: 'tokens' })];
  const table = tf.layers.embedding({
    inputDim: V + 1,
    outputDim: E,
    name: builder.name('embedding'),
  });
  let x = table.apply(inputs[0]!) as SymbolicTensor;
  builder.fill(table, builder.matrix('embedding', V + 1, E));
  if (F > 0) {
    inputs.push(tf.input({ shape: [null, F], name: 'features' }));
    x = tf.layers.concatenate({ axis: -1 }).apply([x, inputs[1]!]) as SymbolicTensor;
  }
  const after: SymbolicTensor[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const views: Views = (name) => builder.views(`l${layer}.${name}`);
    const [bIh, bHh] = [views('b_ih'), views('b_hh')];
    const weights: Views = (name) =>
      name === 'b' ? bIh.map((b, at) => b + bHh[at]!) : views(name);
    const before = states.slice(2 * layer, 2 * layer + 2);
    const cell = { type: 'lstm', units: H, gates: 'sigmoid' } as const;
    const result = builder.recurrent(cell, weights, x, before, layer < layers - 1);
    x = result.y;
    after.push(...result.states);
  }
  const outputs = [builder.dense(V, (name) => builder.views(`head.${name}`), x)];
  if (D > 0) outputs.push(builder.dense(D, (name) => builder.views(`feel.in.${name}`), x));
  return tf.model({ inputs: [...inputs, ...states], outputs: [...outputs, ...after] });
}

function tutorialModel(
  tf: Tf,
  builder: Builder,
  { stack }: TutorialArchitecture,
  states: SymbolicTensor[],
): LayersModel {
  const table = stateTable({ kind: 'tutorial', stack } as TutorialArchitecture);
  const lastRecurrent = stack.findLastIndex(isRecurrent);
  const tokens = tf.input({ shape: [null, 1], name: 'tokens' });
  const after: SymbolicTensor[] = [];
  let x = tokens;
  stack.forEach((layer, at) => {
    const views: Views = (name) => builder.views(`${at}.${name}`);
    if (!isRecurrent(layer)) {
      x = builder.plain(layer, views, x);
      return;
    }
    const before = states.filter((_, s) => table[s]!.layer === at);
    const result = builder.recurrent(layer, views, x, before, at < lastRecurrent);
    x = result.y;
    after.push(...result.states);
  });
  return tf.model({ inputs: [tokens, ...states], outputs: [x, ...after] });
}

/** Makes layers with their weights, and names them as Keras does: `lstm`, `lstm_1`, ... */
class Builder {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly tf: Tf,
    readonly views: Views,
  ) {}

  name(kind: string): string {
    const count = this.counts.get(kind) ?? 0;
    this.counts.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  }

  matrix(name: string, rows: number, columns: number): Tensor {
    return this.tf.tensor2d(this.views(name), [rows, columns]);
  }

  /** Gives `layer` its weights, which it copies. */
  fill(layer: { setWeights(weights: Tensor[]): void }, ...weights: Tensor[]): void {
    layer.setWeights(weights);
    this.tf.dispose(weights);
  }

  recurrent(
    layer: RecurrentLayer,
    views: Views,
    x: SymbolicTensor,
    before: SymbolicTensor[],
    sequences: boolean,
  ): { y: SymbolicTensor; states: SymbolicTensor[] } {
    if (layer.type === 'gru' && layer.resetAfter) {
      throw new Fault(
        'ENGINE_FAILED',
        'TensorFlow.js has no GRU whose reset gate acts after its product',
        {
          hint: 'use --engine ort',
        },
      );
    }
    const { units: H, type } = layer;
    const args = {
      units: H,
      returnState: true,
      returnSequences: sequences,
      recurrentInitializer: 'zeros', // as good as any, and at once: the default decomposes a matrix
    } as const;
    const gated = {
      ...args,
      recurrentActivation: type !== 'rnn' && layer.gates === 'hard' ? 'hardSigmoid' : 'sigmoid',
    } as const;
    const { layers } = this.tf;
    const made =
      type === 'lstm'
        ? layers.lstm({ ...gated, name: this.name('lstm') })
        : type === 'gru'
          ? layers.gru({ ...gated, name: this.name('gru') })
          : layers.simpleRNN({ ...args, name: this.name('simple_rnn') });
    const [y, ...states] = made.apply(x, { initialState: before }) as SymbolicTensor[];
    const G = gateCounts[type] * H;
    const kernel = views('w_ih');
    this.fill(
      made,
      this.transposed(kernel, G, kernel.length / G),
      this.transposed(views('w_hh'), G, H),
      this.tf.tensor1d(views('b')),
    );
    return { y: y!, states };
  }

  plain(layer: Exclude<Layer, RecurrentLayer>, views: Views, x: SymbolicTensor): SymbolicTensor {
    const { layers } = this.tf;
    if (layer.type === 'relu') {
      const made = layers.activation({ activation: 'relu', name: this.name('activation') });
      return made.apply(x) as SymbolicTensor;
    }
    if (layer.type === 'dense') return this.dense(layer.units, views, x);
    const made = layers.batchNormalization({
      epsilon: layer.epsilon,
      name: this.name('batch_normalization'),
    });
    const y = made.apply(x) as SymbolicTensor;
    this.fill(
      made,
      ...['gamma', 'beta', 'mean', 'variance'].map((name) => this.tf.tensor1d(views(name))),
    );
    return y;
  }

  dense(units: number, views: Views, x: SymbolicTensor): SymbolicTensor {
    const made = this.tf.layers.dense({ units, name: this.name('dense') });
    const y = made.apply(x) as SymbolicTensor;
    const w = views('w');
    this.fill(made, this.transposed(w, units, w.length / units), this.tf.tensor1d(views('b')));
    return y;
  }

  /** Keras has weights the other way round. */
  private transposed(flat: Float32Array, rows: number, columns: number): Tensor {
    return this.tf.tidy(() => this.tf.tensor2d(flat, [rows, columns]).transpose());
  }
}
