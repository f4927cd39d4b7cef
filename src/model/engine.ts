/**
 * Runs a network forward. N = parts in a batch, T = inputs in a window, F = feature width,
 * V = vocabulary size, D = width of the feel projection. All numbers are float32.
 * An engine belongs to one thread; its calls must not overlap.
 */
export interface Engine {
  /** `ort` or `tfjs`. */
  readonly name: string;
  /** `cpu`, `webgpu`, ... */
  readonly device: string;
  /** Takes the state after `tokens` [T, N] and `features` [T, N, F] (time-major) from the zero state, ready for `step`. T may be 0. */
  prime(tokens: Int32Array, features: Float32Array): Promise<void>;
  /** Feeds one more input, `tokens` [N] and `features` [N, F], and predicts what follows it. */
  step(tokens: Int32Array, features: Float32Array): Promise<Prediction>;
  close(): Promise<void>;
}

export interface Prediction {
  /** [N, V] natural logarithms of probabilities. */
  readonly logProbs: Float32Array;
  /** [N, D] what the feel heads take from the hidden state, before they see the chosen token. */
  readonly feel: Float32Array;
}
