import { Fault } from '../../fault.js';
import type { TutorialArchitecture } from '../../net/architecture.js';
import { paramCount, paramViews } from '../../net/params.js';
import { isRecurrent, layerWidths, type Layer } from '../../net/stack.js';
import { activationOf } from './activations.js';
import {
  idleTypes,
  knownTypes,
  recurrentTypes,
  unsupported,
  type KerasLayer,
  type KerasModel,
} from './layer.js';
import { convertRecurrent } from './recurrent.js';
import { transposed, weight } from './weights.js';

/** One layer of ours, with its parameters by their names in net/params.ts. */
export interface Converted {
  readonly layer: Layer;
  readonly params: Readonly<Record<string, Float32Array>>;
}

export interface KerasNetwork {
  readonly architecture: TutorialArchitecture;
  readonly params: Float32Array;
}

/** A model like the tutorial's, with Keras's defaults for what the file does not say. Throws `Fault` KERAS_BROKEN or KERAS_UNSUPPORTED. */
export function convertModel({ layers, version }: KerasModel): KerasNetwork {
  const converted = convertLayers(layers, version);
  const stack = converted.map(({ layer }) => layer);
  const last = stack.at(-1);
  if (!stack.some(isRecurrent) || last?.type !== 'dense') {
    throw new Fault(
      'KERAS_UNSUPPORTED',
      'is no recurrent network that ends in a dense layer and a softmax',
      {
        hint: "give the checkpoint of a network like the tutorial's",
      },
    );
  }
  const architecture: TutorialArchitecture = {
    kind: 'tutorial',
    vocabulary: last.units,
    stack,
    feel: 0,
    lanes: 1,
    features: [],
  };
  const params = new Float32Array(paramCount(architecture));
  const views = paramViews(architecture, params);
  converted.forEach((one, at) => {
    for (const [name, data] of Object.entries(one.params)) views.get(`${at}.${name}`)!.set(data);
  });
  return { architecture, params };
}

/** The softmax at the end is taken as given: ours is in the log-probabilities. */
function convertLayers(all: readonly KerasLayer[], version: string | undefined): Converted[] {
  const layers = all.filter(({ type }) => !idleTypes.includes(type));
  const lastRecurrent = layers.findLastIndex(({ type }) => recurrentTypes.includes(type));
  const converted: Converted[] = [];
  let ended = false;
  for (const [at, layer] of layers.entries()) {
    if (ended) throw unsupported(layer.name, 'comes after the softmax');
    const X = layerWidths(converted.map((one) => one.layer)).at(-1) ?? 1;
    if (recurrentTypes.includes(layer.type)) {
      converted.push(convertRecurrent(layer, X, version, at === lastRecurrent));
      continue;
    }
    if (layer.type === 'BatchNormalization') {
      converted.push(convertNorm(layer, X));
      continue;
    }
    if (!knownTypes.includes(layer.type))
      throw unsupported(layer.name, `is of the class ${layer.type}`);
    if (layer.type === 'Dense') converted.push(convertDense(layer, X));
    const activation = activationOf(layer, layers);
    if (activation === 'relu') converted.push({ layer: { type: 'relu' }, params: {} });
    if (activation === 'softmax') ended = true;
  }
  if (ended) return converted;
  throw new Fault('KERAS_UNSUPPORTED', 'does not end in a softmax', {
    hint: "give the checkpoint of a network like the tutorial's",
  });
}

function convertDense(layer: KerasLayer, X: number): Converted {
  const units = layer.weights.get('kernel')?.shape[1] ?? 0;
  return {
    layer: { type: 'dense', units },
    params: {
      w: transposed(weight(layer, 'kernel', [X, units]), X, units),
      b: layer.weights.has('bias') ? weight(layer, 'bias', [units]) : new Float32Array(units),
    },
  };
}

function convertNorm(layer: KerasLayer, X: number): Converted {
  const { weights, config = {} } = layer;
  const epsilon = config['epsilon'] ?? 1e-3;
  if (typeof epsilon !== 'number' || !(epsilon > 0))
    throw unsupported(layer.name, 'has no epsilon');
  const orElse = (which: string, value: number): Float32Array =>
    weights.has(which) ? weight(layer, which, [X]) : new Float32Array(X).fill(value);
  return {
    layer: { type: 'norm', epsilon },
    params: {
      gamma: orElse('gamma', 1),
      beta: orElse('beta', 0),
      mean: weight(layer, 'moving_mean', [X]),
      variance: weight(layer, 'moving_variance', [X]),
    },
  };
}
