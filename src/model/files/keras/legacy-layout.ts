import type { ModelConfig } from './config.js';
import type { Hdf5Group, Tensor } from './hdf5.js';
import { missingWeights, saveWhole, typeOfName, unsupported, type KerasLayer } from './layer.js';

/**
 * The layout of Keras 1 and 2, and of `.h5` in Keras 3: attribute `layer_names` in the model's order; for each layer a
 * group with the attribute `weight_names`, the paths of its weights in the group.
 */
export function readLegacyLayout(root: Hdf5Group, config: ModelConfig | undefined): KerasLayer[] {
  if (config !== undefined) {
    return config.layers.map((layer) => ({ ...layer, weights: readWeights(root, layer.name) }));
  }
  return (chunkedNames(root, 'layer_names') ?? []).map((name, at) => {
    const weights = readWeights(root, name);
    const isInput = at === 0 && weights.size === 0; // Keras calls it `input_1`, its user anything
    const type = isInput ? 'InputLayer' : typeByWeights(name, weights);
    return { name, type, weights, config: undefined };
  });
}

export function isLegacyLayout(root: Hdf5Group): boolean {
  return chunkedNames(root, 'layer_names') !== undefined;
}

/** A layer that has none may have no group either. */
function readWeights(root: Hdf5Group, layer: string): ReadonlyMap<string, Tensor> {
  const weights = new Map<string, Tensor>();
  const group = root.group(layer);
  if (group === undefined) return weights;
  for (const path of chunkedNames(group, 'weight_names') ?? []) {
    const tensor = group.tensor(path);
    if (tensor === undefined) throw missingWeights(layer, path);
    const leaf = path.replace(/^.*\//, '').replace(/:\d+$/, '');
    if (weights.has(leaf)) throw unsupported(layer, 'is made of several layers');
    weights.set(leaf, tensor);
  }
  return weights;
}

/** A list that is longer than an HDF5 attribute may be (64 KiB) is cut into `name0`, `name1`, ... */
function chunkedNames(group: Hdf5Group, name: string): string[] | undefined {
  const whole = group.texts(name);
  if (whole !== undefined) return whole;
  const chunks: string[][] = [];
  for (;;) {
    const chunk = group.texts(`${name}${chunks.length}`);
    if (chunk === undefined) return chunks.length === 0 ? undefined : chunks.flat();
    chunks.push(chunk);
  }
}

/** Gates' worth of columns in a recurrent kernel. */
const recurrentByRatio: Readonly<Record<number, string>> = { 4: 'LSTM', 3: 'GRU', 1: 'SimpleRNN' };

/** Wrappers whose weights look like those of what they wrap. */
const wrapper = /^(time_distributed|bidirectional|cu_?dnn_?\w+?)(_\d+)?$/;

/** Where a layer has a name of its user's own, its weights show what it is. */
function typeByWeights(name: string, weights: ReadonlyMap<string, Tensor>): string {
  if (wrapper.test(name)) throw unsupported(name, 'is of a class that is not read');
  const named = typeOfName(name);
  if (weights.size === 0) {
    if (named !== undefined) return named;
    throw unsupported(name, 'has no weights to tell what it does by', saveWhole);
  }
  const recurrent = weights.get('recurrent_kernel');
  if (recurrent !== undefined) {
    const [rows = 0, columns = 0] = recurrent.shape;
    const type = recurrentByRatio[columns / rows];
    if (type !== undefined) return type;
  } else if (weights.has('moving_mean')) return 'BatchNormalization';
  else if (weights.get('kernel')?.shape.length === 2) return 'Dense';
  throw unsupported(name, `has the weights ${[...weights.keys()].join(', ')}`);
}
