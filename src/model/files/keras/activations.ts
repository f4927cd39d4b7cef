import { saveWhole, unsupported, type KerasLayer } from './layer.js';

export type Activation = 'relu' | 'softmax' | 'linear';

/** What a Dense or an activation layer does to its numbers. */
export function activationOf(layer: KerasLayer, among: readonly KerasLayer[]): Activation {
  if (layer.type === 'ReLU') return plainRelu(layer);
  if (layer.type === 'Softmax') return 'softmax';
  if (layer.config === undefined) return guess(layer, among);
  const name = layer.config['activation'] ?? 'linear';
  if (name === 'relu' || name === 'softmax' || name === 'linear') return name;
  throw unsupported(
    layer.name,
    `has the activation ${nameOf(name)}`,
    'relu, softmax and linear are read',
  );
}

/**
 * Weights alone do not name activations. Those who write them as layers write all of them so: then a dense layer without
 * one has none, and the last is the softmax. Else they are inside the dense layers: ReLU, and softmax in the last.
 */
function guess(layer: KerasLayer, among: readonly KerasLayer[]): Activation {
  const lastDense = among.findLastIndex(({ type }) => type === 'Dense');
  const isLast = among.indexOf(layer) >= lastDense;
  if (layer.type === 'Activation') return isLast ? 'softmax' : 'relu';
  const areLayers = among
    .slice(lastDense)
    .some(({ type }) => type === 'Activation' || type === 'Softmax');
  if (areLayers) return 'linear';
  return isLast ? 'softmax' : 'relu';
}

function plainRelu({ name, config = {} }: KerasLayer): 'relu' {
  const bent = ['negative_slope', 'threshold'].some((key) => (config[key] ?? 0) !== 0);
  if (bent || (config['max_value'] ?? null) !== null) {
    throw unsupported(name, 'is a bent ReLU', saveWhole);
  }
  return 'relu';
}

/** Functions of a user's own are described by objects. */
export function nameOf(activation: unknown): string {
  return typeof activation === 'string' ? activation : JSON.stringify(activation);
}
