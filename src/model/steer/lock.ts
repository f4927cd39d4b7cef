import type { Sound } from '../codec/codec.js';
import { keep, logMass } from './mask.js';

/** Pitches that may begin. */
export interface Lock {
  /** Bit c is set where the pitch class c semitones above C is allowed. */
  readonly pitchClasses: number;
  /** MIDI pitches, both allowed; the lower may be either. */
  readonly lowest: number;
  readonly highest: number;
}

export const allPitchClasses = 0xfff;

/**
 * `logProbs` [V] without the tokens that begin a pitch outside the lock. What they held goes to the onsets that are left, so
 * that the rhythm stays as it was predicted; where none is left, to rests and holds. Not normalised.
 */
export function lock(logProbs: Float32Array, sounds: readonly Sound[], wanted: Lock): Float32Array {
  const [low, high] = rangeOf(wanted);
  if (wanted.pitchClasses === allPitchClasses && low <= 0 && high >= 127) return logProbs;
  const inside = isInside(wanted);
  const begins = (token: number): boolean => sounds[token].pitches.length > 0;
  const kept = keep(logProbs, (token) => sounds[token].pitches.every(inside));
  const left = logMass(kept, begins);
  if (left === -Infinity) return kept;
  const gain = logMass(logProbs, begins) - left;
  return kept.map((value, token) => (begins(token) ? value + gain : value));
}

/** Whether a pitch is inside the lock. */
export function isInside(wanted: Lock): (pitch: number) => boolean {
  const [low, high] = rangeOf(wanted);
  return (pitch) =>
    pitch >= low && pitch <= high && ((wanted.pitchClasses >> (pitch % 12)) & 1) === 1;
}

/** The lowest pitch and the highest. */
export function rangeOf({ lowest, highest }: Lock): [low: number, high: number] {
  return lowest <= highest ? [lowest, highest] : [highest, lowest];
}
