import { missingWeights, unsupported, type KerasLayer } from './layer.js';

/** A weight of a layer, which must be of this shape. Throws `Fault` KERAS_BROKEN or KERAS_UNSUPPORTED. */
export function weight(
  { name, weights }: KerasLayer,
  which: string,
  shape: readonly number[],
): Float32Array {
  const tensor = weights.get(which);
  if (tensor === undefined) throw missingWeights(name, which);
  if (tensor.shape.join() === shape.join()) return tensor.data;
  throw unsupported(
    name,
    `has the ${which} [${tensor.shape.join(', ')}], and a network like the tutorial's would have [${shape.join(', ')}]`,
    'the first layer takes one number a step, and each layer what the one before it gives',
  );
}

/** [rows, columns] to [columns, rows]. */
export function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  return data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!);
}
