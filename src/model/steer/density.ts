import type { Sound } from '../codec/codec.js';

/** Nats that each note of a token counts for at the ends of the range. Its effect on Groove is in docs/jam.md. */
const strength = 1.2;

/**
 * `logProbs` [V], with each token likelier by as much as it begins notes: `density` -1 is sparse, 0 as learned, 1 busy. An
 * exponential tilt: what it changes least of the prediction for the number of notes that comes of it. Not normalised.
 */
export function tilt(
  logProbs: Float32Array,
  sounds: readonly Sound[],
  density: number,
): Float32Array {
  if (density === 0) return logProbs;
  return logProbs.map((value, token) => value + strength * density * sounds[token].pitches.length);
}
