/**
 * Runs a network forward. N = windows or parts side by side, T = inputs, F = feature width,
 * V = vocabulary size, D = width of the feel projection. All numbers are float32.
 * An engine belongs to one thread; its calls must not overlap.
 */
export interface Engine {
  /** `ort` or `tfjs`. */
  readonly name: string;
  /** `cpu`, `webgpu`, ... */
  readonly device: string;
  /** The state before any input, for N windows. */
  zero(batch: number): State;
  /**
   * Feeds T inputs, `tokens` [T, N] and `features` [T, N, F] (time-major), to N windows in `state`, which is not changed.
   * T is at least 1. Gives the prediction after the last input, and the state it leaves.
   */
  run(tokens: Int32Array, features: Float32Array, state: State): Promise<Prediction>;
  close(): Promise<void>;
}

/** What recurrent layers remember: the hidden state, and the cell of an LSTM, each [layers, N, H] with an H of its own. */
export interface State {
  readonly batch: number;
  /** H of each part. */
  readonly widths: readonly number[];
  readonly parts: readonly Float32Array[];
}

export interface Prediction {
  /** [N, V] natural logarithms of probabilities. */
  readonly logProbs: Float32Array;
  /** [N, D] what the feel heads take from the hidden state, before they see the chosen token. */
  readonly feel: Float32Array;
  readonly state: State;
}
