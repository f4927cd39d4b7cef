import { Fault } from '../../fault.js';
import type { ModelConfig } from './config.js';
import type { Hdf5Group, Tensor } from './hdf5.js';
import { recurrentTypes, snakeCase, typeOfName, unsupported, type KerasLayer } from './layer.js';
import { orderByShapes } from './v3-order.js';

/** What holds the layers; the second name is that of TensorFlow 2.12. */
const folders = ['layers', '_layer_checkpoint_dependencies'];

/**
 * The layout of Keras 3, and of `.weights.h5` and `.keras` in late Keras 2: `layers/dense_1/vars/0`, ..., where `dense_1`
 * is the second dense layer whatever its user called it; a recurrent layer's are in `cell/vars`.
 */
export function readV3Layout(root: Hdf5Group, config: ModelConfig | undefined): KerasLayer[] {
  const layers = folders.map((name) => root.group(name)).find((group) => group !== undefined);
  if (layers === undefined) {
    throw new Fault('KERAS_UNSUPPORTED', 'is HDF5, but holds no Keras layers', {
      hint: 'give the checkpoint that Keras wrote: a file with layer_names, or with a group layers',
    });
  }
  if (config === undefined) return orderByShapes(layers.names().map((key) => guess(layers, key)));
  const seen = new Map<string, number>();
  return config.layers.map((layer) => {
    const stem = snakeCase(layer.type);
    const before = seen.get(stem) ?? 0;
    seen.set(stem, before + 1);
    const key = before === 0 ? stem : `${stem}_${before}`;
    return { ...layer, weights: readWeights(layers, key, layer.type, layer.config) };
  });
}

/** Without a description, the key alone says what a layer is. */
function guess(layers: Hdf5Group, key: string): KerasLayer {
  const type = typeOfName(key);
  if (type === undefined) throw unsupported(key, 'is of a class that is not read');
  return { name: key, type, weights: readWeights(layers, key, type, {}), config: undefined };
}

function readWeights(
  layers: Hdf5Group,
  key: string,
  type: string,
  config: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, Tensor> {
  const names = weightNames(type, config);
  const vars = layers.group(`${key}/${recurrentTypes.includes(type) ? 'cell/vars' : 'vars'}`);
  const weights = new Map<string, Tensor>();
  if (vars === undefined) return weights;
  vars.names().forEach((at) => {
    const name = names[Number(at)];
    const tensor = vars.tensor(at);
    if (name === undefined || tensor === undefined) {
      throw unsupported(key, `has more weights than ${names.join(', ') || 'none'}`);
    }
    weights.set(name, tensor);
  });
  return weights;
}

/** In the order of Keras's `variables`: those that a layer was told to do without are left out. */
function weightNames(type: string, config: Readonly<Record<string, unknown>>): string[] {
  if (recurrentTypes.includes(type)) return ['kernel', 'recurrent_kernel', 'bias'];
  if (type === 'Dense') return ['kernel', 'bias'];
  if (type !== 'BatchNormalization') return [];
  return [
    ...(config['scale'] === false ? [] : ['gamma']),
    ...(config['center'] === false ? [] : ['beta']),
    'moving_mean',
    'moving_variance',
  ];
}
