/**
 * Runs a network forward. N = windows or parts side by side, T = inputs, F = feature width,
 * V = vocabulary size, D = width of the feel projection. All numbers are float32.
 * An engine belongs to one thread; its calls must not overlap. Each may throw the Fault ENGINE_FAILED, where the device
 * has gone away: nothing that the engine made is of use then.
 */
export interface Engine {
  /** `ort` or `tfjs`. */
  readonly name: string;
  /** `cpu`, `webgpu`, ... */
  readonly device: string;
  /** Why it is not on a better device, for people; empty where it could not be. */
  readonly note?: string;
  /** The state before any input, for N windows; the caller releases it. */
  zero(batch: number): State;
  /**
   * Windows in states of their own as one state, which is of use until the next `join`, and which the caller releases;
   * undefined where they stay on a device.
   */
  join(states: readonly State[]): State | undefined;
  /**
   * Feeds T inputs, `tokens` [T, N] and `features` [T, N, F] (time-major), to N windows in `state`, which is not changed.
   * T is at least 1. Gives the prediction after the last input.
   */
  predict(tokens: Int32Array, features: Float32Array, state: State): Promise<Prediction>;
  /** The same, and the state that it leaves, which the caller releases. */
  run(tokens: Int32Array, features: Float32Array, state: State): Promise<Outcome>;
  /** `size` windows of each of N parts, all empty; with `Windows.predict` where it `predicts` and that serves. */
  openWindows(size: number, parts: number, predicts: boolean): Promise<Windows>;
  close(): Promise<void>;
}

/** Which engine, and on which device. */
export interface EngineChoice {
  readonly engine: string;
  readonly device: string;
}

/** What runs on every machine. */
export const plainEngine: EngineChoice = { engine: 'ort', device: 'cpu' };

/** What recurrent layers remember of N windows. It stays where the engine computes, until it is released. */
export interface State {
  readonly batch: number;
  release(): void;
}

export interface Prediction {
  /** [N, V] natural logarithms of probabilities. */
  readonly logProbs: Float32Array;
  /** [N, D] what the feel heads take from the hidden state, before they see the chosen token. */
  readonly feel: Float32Array;
}

export interface Outcome extends Prediction {
  readonly state: State;
}

/** Many windows of each of N parts under way at once, where the engine computes: what a rolling window is made of. */
export interface Windows {
  /**
   * Gives one input of each part, `tokens` [N] and `features` [N, F], to all its windows; then lets the oldest go, and begins
   * a new one with nothing in it. Gives the state of that which is now the oldest: it has the last inputs, one fewer than
   * there are windows, or all where there were not as many. It is of use until the next `feed`; the caller releases it.
   */
  feed(tokens: Int32Array, features: Float32Array): Promise<State>;
  /**
   * The same, and what follows the inputs of the windows that are let go: less work than `Engine.predict` and then `feed`, but
   * more before it is known.
   */
  predict?(tokens: Int32Array, features: Float32Array): Promise<Outcome>;
  /** Empties all windows. */
  clear(): void;
  close(): Promise<void>;
}
