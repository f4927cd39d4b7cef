import type { Layer } from './stack.js';

/** A network that predicts the next token. Dimension letters, used everywhere: V vocabulary, F features, D feel projection, L lanes, T inputs in a window, B batch. */
export type Architecture = StepArchitecture | TutorialArchitecture;

/** What is asked of any network beside its layers. */
interface Told {
  readonly vocabulary: number;
  /** Width of the feel projection; 0 for a network that predicts tokens alone. */
  readonly feel: number;
  /** Lanes that have a velocity and an offset. */
  readonly lanes: number;
  /** What the network is told beside the token, in this order. */
  readonly features: readonly FeatureGroup[];
}

/**
 * The deep LSTM. More letters: E embedding, H hidden units of a layer, N layers.
 *
 *   input = [embedding[token], features]          E + F
 *   N LSTM layers of H (Hochreiter and Schmidhuber 1997, with forget gate; gates packed i, f, g, o)
 *   log-probabilities = log softmax(out.w h + out.b)
 *   feel = feel.out.w tanh(feel.in.w h + feel.token[chosen token] + feel.in.b) + feel.lately.w lately + feel.out.b
 *
 * `lately` [5L] is how each voice was played in the bars before, where it is told of any: see lately.ts. So exact a number does
 * not come through layers whose inputs are dropped at random.
 */
export interface StepArchitecture extends Told {
  readonly kind: 'step';
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
}

/**
 * The tutorial's network, a stack of layers in the order they compute (docs/keras.md):
 *
 *   input = token / V, one number
 *   recurrent layers, the last of which passes on its last step alone; other layers between them act on each step
 *   log-probabilities = log softmax(the last layer, a dense one of V)
 */
export interface TutorialArchitecture extends Told {
  readonly kind: 'tutorial';
  readonly stack: readonly Layer[];
  readonly feel: 0;
  readonly lanes: 1;
  readonly features: readonly [];
}

/** One line for people: `2 LSTM layers of 256`, or the tutorial's layers in order. */
export function describeLayers(architecture: Architecture): string {
  if (architecture.kind === 'step')
    return `${architecture.layers} LSTM layers of ${architecture.hidden}`;
  const names = {
    lstm: 'LSTM',
    gru: 'GRU',
    rnn: 'RNN',
    norm: 'norm',
    dense: 'dense',
    relu: 'ReLU',
  };
  return architecture.stack
    .map((layer) => `${names[layer.type]}${'units' in layer ? ` ${layer.units}` : ''}`)
    .join(', ');
}

export const featureNames = [
  'position',
  'velocity',
  'offset',
  'kind',
  'style',
  'tempo',
  'velocityBefore',
  'offsetBefore',
  'soundsBefore',
  'reprise',
] as const;

export interface FeatureGroup {
  readonly name: (typeof featureNames)[number];
  readonly width: number;
}

/** Loudness, 0 to 1, is one of so many levels of the same width. */
export const loudnessLevels = 32;

/** For each lane: mean and log-variance of the velocity, mean and log-variance of the offset, and what each level of loudness has beside (level-loss.ts). */
export const feelOutputs = 4 + loudnessLevels;

export function featureWidth(architecture: Pick<Architecture, 'features'>): number {
  return architecture.features.reduce((total, group) => total + group.width, 0);
}

/** Whether the feel head is told how each voice was played lately. */
export function knowsLately({ features }: Pick<Architecture, 'features'>): boolean {
  const told = features.map(({ name }) => name);
  return told.includes('velocityBefore') && told.includes('offsetBefore');
}

/** Where the stream of tokens begins for a `step` network; it is fed, never predicted. The tutorial's has none: its window is full from the start. */
export function startToken({ vocabulary }: { readonly vocabulary: number }): number {
  return vocabulary;
}

/** Smallest variance a feel head may claim: about one step of MIDI velocity, squared, and as fine a timing. */
export const leastVariance = 1e-4;
