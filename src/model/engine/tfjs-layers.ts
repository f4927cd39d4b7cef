import { Fault } from '../fault.js';
import type { Layer, RecurrentLayer } from '../net/stack.js';
import type { Weight } from './tfjs-weights.js';
import { TfMasks } from './tfjs-masks.js';
import type { KerasLayer, SymbolicTensor, Tf } from './tfjs.js';

/** Names of a layer's parameters in params.ts, by what the layer itself calls them; of a weight that is a sum, several. */
type Names = (own: string) => readonly string[];

/** Makes layers, names them as Keras does (`lstm`, `lstm_1`, ...), and keeps which weight is which parameter. */
export class TfLayers {
  readonly weights: Weight[] = [];
  readonly masks: TfMasks;
  private readonly counts = new Map<string, number>();

  constructor(private readonly tf: Tf) {
    this.masks = new TfMasks(tf);
  }

  embedding(rows: number, width: number, param: string, x: SymbolicTensor): SymbolicTensor {
    const name = this.name('embedding');
    const made = this.tf.layers.embedding({ inputDim: rows, outputDim: width, name });
    const y = made.apply(x) as SymbolicTensor;
    this.keep(made, [{ params: [param], transposed: false }]);
    return y;
  }

  /** From the states `before`, or from zeros where there are none. `mask` drops from the state in its product. */
  recurrent(
    layer: RecurrentLayer,
    names: Names,
    x: SymbolicTensor,
    before: SymbolicTensor[],
    { sequences, mask }: { readonly sequences: boolean; readonly mask?: string | undefined },
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
    const { units, type } = layer;
    const args = {
      units,
      returnState: true,
      returnSequences: sequences,
      ...(mask === undefined ? {} : this.masks.argsOf(mask)),
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
    const given = before.length === 0 ? {} : { initialState: before };
    const [y, ...states] = made.apply(x, given) as SymbolicTensor[];
    this.keep(made, [
      { params: names('w_ih'), transposed: true },
      { params: names('w_hh'), transposed: true },
      { params: names('b'), transposed: false },
    ]);
    if (mask !== undefined) this.masks.keep(made);
    return { y: y!, states };
  }

  plain(layer: Exclude<Layer, RecurrentLayer>, names: Names, x: SymbolicTensor): SymbolicTensor {
    if (layer.type === 'dense') return this.dense(layer.units, names, x);
    const { layers } = this.tf;
    if (layer.type === 'relu') {
      const made = layers.activation({ activation: 'relu', name: this.name('activation') });
      return made.apply(x) as SymbolicTensor;
    }
    const name = this.name('batch_normalization');
    const made = layers.batchNormalization({ epsilon: layer.epsilon, name });
    const y = made.apply(x) as SymbolicTensor;
    const order = ['gamma', 'beta', 'mean', 'variance'];
    this.keep(
      made,
      order.map((own) => ({ params: names(own), transposed: false })),
    );
    return y;
  }

  dense(units: number, names: Names, x: SymbolicTensor): SymbolicTensor {
    const made = this.tf.layers.dense({ units, name: this.name('dense') });
    const y = made.apply(x) as SymbolicTensor;
    this.keep(made, [
      { params: names('w'), transposed: true },
      { params: names('b'), transposed: false },
    ]);
    return y;
  }

  dropout(mask: string, x: SymbolicTensor): SymbolicTensor {
    return this.masks.layer(mask, this.name('dropout')).apply(x) as SymbolicTensor;
  }

  private keep({ weights }: KerasLayer, kept: readonly Omit<Weight, 'variable'>[]): void {
    kept.forEach((each, at) => this.weights.push({ ...each, variable: weights[at]! }));
  }

  private name(kind: string): string {
    const count = this.counts.get(kind) ?? 0;
    this.counts.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  }
}
