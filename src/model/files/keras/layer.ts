import { Fault } from '../../fault.js';
import type { Tensor } from './hdf5.js';

/** A layer of a Keras model as a file has it. */
export interface KerasLayer {
  /** As the file calls it, for messages. */
  readonly name: string;
  /** Keras's class: `LSTM`, `BatchNormalization`, ... */
  readonly type: string;
  /** By Keras's names: `kernel`, `recurrent_kernel`, `bias`, `gamma`, `beta`, `moving_mean`, `moving_variance`. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** What the file says of it beside its weights; undefined where it has weights alone. */
  readonly config: Readonly<Record<string, unknown>> | undefined;
}

/** A model as a file has it: its layers in the order they compute. */
export interface KerasModel {
  readonly layers: readonly KerasLayer[];
  /** Steps of the window it was built for, where the file says. */
  readonly window: number | undefined;
  /** Version of the Keras that wrote it, where the file says. */
  readonly version: string | undefined;
}

export const recurrentTypes: readonly string[] = ['LSTM', 'GRU', 'SimpleRNN'];

/** Layers that do nothing to a prediction. */
export const idleTypes: readonly string[] = [
  'InputLayer',
  'Dropout',
  'SpatialDropout1D',
  'Flatten',
];

export const knownTypes: readonly string[] = [
  ...recurrentTypes,
  'BatchNormalization',
  'Dense',
  'Activation',
  'ReLU',
  'Softmax',
  ...idleTypes,
];

/** As Keras names layers and the groups of its files: `SimpleRNN` is `simple_rnn`. */
export function snakeCase(type: string): string {
  return type
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The class that Keras names so by itself: `lstm_2` is an `LSTM`; undefined for a class or a name that is not known. */
export function typeOfName(name: string): string | undefined {
  const stem = name.replace(/_\d+$/, '');
  return knownTypes.find((type) => snakeCase(type) === stem);
}

/** Whole models say what is in them; weights alone leave some of it to be guessed. */
export const saveWhole =
  'save the whole model in Keras, not the weights alone: model.save("model.h5")';

/** @param weight its name or path in the file. */
export function missingWeights(layer: string, weight: string): Fault {
  return new Fault('KERAS_BROKEN', `lacks ${weight} of layer ${layer}`, {
    hint: 'copy the checkpoint again, or save the model again in Keras',
  });
}

export function unsupported(layer: string, why: string, hint?: string): Fault {
  const fallback = /cu_?dnn/i.test(`${layer} ${why}`)
    ? 'in Keras, load its weights into the same model with LSTM or GRU in its place, and save that'
    : `layers that are read: ${knownTypes.join(', ')}`;
  return new Fault('KERAS_UNSUPPORTED', `layer ${layer} ${why}`, { hint: hint ?? fallback });
}
