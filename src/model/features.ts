import { featureWidth, type FeatureGroup } from './net/architecture.js';

/** What the network is told beside a token. What is not known is null, and given as zeros: training leaves it out at times. */
export interface Told {
  /** Place in the bar, in ticks, of the tick that follows: the one to be predicted. */
  readonly nextPosition: number | null;
  /** [L] loudness and micro-offset of what the token began. */
  readonly velocity: Float32Array | null;
  readonly offset: Float32Array | null;
}

/** Writes the features [F] of one input into `into` at `at`. A position past the table's width wraps. */
export function writeFeatures(
  groups: readonly FeatureGroup[],
  told: Told,
  into: Float32Array,
  at: number,
): void {
  let begin = at;
  for (const { name, width } of groups) {
    into.fill(0, begin, begin + width);
    if (name === 'position') {
      if (told.nextPosition !== null) into[begin + (told.nextPosition % width)] = 1;
    } else if (told[name] !== null) {
      into.set(told[name], begin);
    }
    begin += width;
  }
}

/** The features of one input, [F]. */
export function features(
  architecture: { features: readonly FeatureGroup[] },
  told: Told,
): Float32Array {
  const row = new Float32Array(featureWidth(architecture));
  writeFeatures(architecture.features, told, row, 0);
  return row;
}
