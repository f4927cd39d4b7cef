import type { LayerVariable, Tensor, Tf } from './tfjs.js';

/** A weight of a layer, and the parameter that it is; where Keras has one weight for two, their sum. */
export interface Weight {
  readonly variable: LayerVariable;
  readonly params: readonly string[];
  /** Keras has most matrices the other way round. */
  readonly transposed: boolean;
}

type Views = ReadonlyMap<string, Float32Array>;

/** What layers are to hold, of parameters by name; the caller disposes of them. */
export function tensorsOf(tf: Tf, weights: readonly Weight[], views: Views): Tensor[] {
  return weights.map(({ variable, params, transposed }) =>
    tf.tidy(() => {
      const [first, ...others] = params.map((name) => views.get(name)!);
      const sum = first!.map((value, at) => others.reduce((total, b) => total + b[at]!, value));
      const shape = variable.shape as number[];
      return transposed ? tf.tensor(sum, shape.toReversed()).transpose() : tf.tensor(sum, shape);
    }),
  );
}

/** The inverse, into `views`: of two parameters that are one weight, the first takes what the second is not. */
export async function readTensors(
  tf: Tf,
  weights: readonly Weight[],
  tensors: readonly Tensor[],
  views: Views,
): Promise<void> {
  for (const [at, { params, transposed }] of weights.entries()) {
    const turned = tf.tidy(() => (transposed ? tensors[at]!.transpose() : tensors[at]!.clone()));
    const data = await turned.data();
    turned.dispose();
    const [first, ...others] = params.map((name) => views.get(name)!);
    first!.forEach((_, x) => {
      first![x] = others.reduce((left, b) => left - b[x]!, data[x]!);
    });
  }
}
