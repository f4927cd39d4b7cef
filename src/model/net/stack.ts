/** The layers of the tutorial's network. */
export type Layer = RecurrentLayer | NormLayer | DenseLayer | ReluLayer;

/** How a recurrent layer's gates are squashed: `hard` is clip(x / 5 + 1/2, 0, 1), the default of Keras before TensorFlow 2. */
export type GateSigmoid = 'sigmoid' | 'hard';

export type RecurrentLayer =
  | { readonly type: 'lstm'; readonly units: number; readonly gates: GateSigmoid }
  | {
      readonly type: 'gru';
      readonly units: number;
      readonly gates: GateSigmoid;
      /** Whether the reset gate acts on the recurrent product (Cho et al. 2014, v1) or on the state before it. */
      readonly resetAfter: boolean;
    }
  | { readonly type: 'rnn'; readonly units: number };

/** Batch normalisation (Ioffe and Szegedy 2015) with the statistics it was trained to. */
export interface NormLayer {
  readonly type: 'norm';
  readonly epsilon: number;
}

export interface DenseLayer {
  readonly type: 'dense';
  readonly units: number;
}

export interface ReluLayer {
  readonly type: 'relu';
}

export function isRecurrent(layer: Layer): layer is RecurrentLayer {
  return layer.type === 'lstm' || layer.type === 'gru' || layer.type === 'rnn';
}

/** [N] how many numbers each layer of a stack gives a step. */
export function layerWidths(stack: readonly Layer[]): number[] {
  let width = 1;
  return stack.map((layer) => (width = 'units' in layer ? layer.units : width));
}
