/**
 * The deep LSTM. Dimension letters, used everywhere:
 * V vocabulary, E embedding, F features, H hidden units of a layer, N layers, D feel projection, L lanes, T inputs in a window, B batch.
 *
 *   input = [embedding[token], features]          E + F
 *   N LSTM layers of H (Hochreiter and Schmidhuber 1997, with forget gate; gates packed i, f, g, o)
 *   log-probabilities = log softmax(out.w h + out.b)
 *   feel = feel.out.w tanh(feel.in.w h + feel.token[chosen token] + feel.in.b) + feel.out.b
 */
export interface Architecture {
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
  /** Width of the feel projection; 0 for a network that predicts tokens alone. */
  readonly feel: number;
  /** Lanes that have a velocity and an offset; 0 with `feel` 0. */
  readonly lanes: number;
  /** What the network is told beside the token, in this order. */
  readonly features: readonly FeatureGroup[];
}

export const featureNames = ['position', 'velocity', 'offset', 'kind', 'tempo'] as const;

export interface FeatureGroup {
  readonly name: (typeof featureNames)[number];
  readonly width: number;
}

/** For each lane: mean and log-variance of the velocity, mean and log-variance of the offset. */
export const feelOutputs = 4;

export function featureWidth(architecture: Pick<Architecture, 'features'>): number {
  return architecture.features.reduce((total, group) => total + group.width, 0);
}

/** Where the stream of tokens begins; it is fed, never predicted. */
export function startToken(architecture: Architecture): number {
  return architecture.vocabulary;
}

/** Smallest variance a feel head may claim: about one step of MIDI velocity, squared, and as fine a timing. */
export const leastVariance = 1e-4;
