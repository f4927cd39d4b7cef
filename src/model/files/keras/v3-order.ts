import { recurrentTypes, saveWhole, unsupported, type KerasLayer } from './layer.js';
import { Fault } from '../../fault.js';

/**
 * Weights alone in Keras 3's layout do not say in which order layers of different classes come. The tutorial's order is
 * taken: recurrent layers; then dense ones, each with its activation; normalisation after the last recurrent layer and
 * after dense layers, wherever the widths leave one way to place it. Where they leave more, the file is refused.
 */
export function orderByShapes(layers: readonly KerasLayer[]): KerasLayer[] {
  const of = (...types: readonly string[]): KerasLayer[] =>
    layers
      .filter(({ type }) => types.includes(type))
      .sort((a, b) => ordinal(a.name) - ordinal(b.name));
  const recurrent = of(...recurrentTypes);
  const dense = of('Dense');
  const activations = of('Activation', 'ReLU', 'Softmax');
  if (new Set(recurrent.map(({ type }) => type)).size > 1) throw ambiguous('recurrent layers');
  if (recurrent.length === 0 || dense.length === 0) {
    throw new Fault('KERAS_UNSUPPORTED', 'has no recurrent layer, or no dense one', {
      hint: "give the checkpoint of a network like the tutorial's: LSTM, GRU or SimpleRNN, then Dense",
    });
  }
  if (activations.length !== 0 && activations.length !== dense.length) {
    throw ambiguous('activations');
  }
  const slots = [recurrent.at(-1)!, ...dense.slice(0, -1)].map(outputs);
  const norms = placeNorms(slots, of('BatchNormalization'));
  return [
    ...recurrent,
    ...dense.flatMap((layer, at) => [...optional(norms[at]), layer, ...optional(activations[at])]),
  ];
}

/** `lstm` is the first, `lstm_1` the second. */
function ordinal(key: string): number {
  return Number(/_(\d+)$/.exec(key)?.[1] ?? 0);
}

/** Units of a recurrent or dense layer. */
function outputs({ name, weights }: KerasLayer): number {
  const shape = (weights.get('recurrent_kernel') ?? weights.get('kernel'))?.shape;
  if (shape === undefined) throw unsupported(name, 'has no kernel');
  return weights.has('recurrent_kernel') ? shape[0]! : shape[1]!;
}

/** [slots] the normalisation after each slot, where there is one. */
function placeNorms(
  slots: readonly number[],
  norms: readonly KerasLayer[],
): (KerasLayer | undefined)[] {
  const ways = waysToPlace(slots, norms);
  if (ways.length !== 1) throw ambiguous('normalisation layers');
  return ways[0]!;
}

function waysToPlace(
  slots: readonly number[],
  norms: readonly KerasLayer[],
): (KerasLayer | undefined)[][] {
  if (norms.length > slots.length) return [];
  const [slot, ...rest] = slots;
  if (slot === undefined) return [[]];
  const [norm, ...others] = norms;
  const without = waysToPlace(rest, norms).map((way) => [undefined, ...way]);
  if (norm?.weights.get('moving_mean')?.shape[0] !== slot) return without;
  return [...waysToPlace(rest, others).map((way) => [norm, ...way]), ...without];
}

function optional<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

function ambiguous(what: string): Fault {
  return new Fault('KERAS_UNSUPPORTED', `does not say where its ${what} are`, { hint: saveWhole });
}
