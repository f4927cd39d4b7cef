import fc from 'fast-check';
import type { Sound } from '../../../src/model/codec/codec.js';
import { stepMaterials } from '../../../src/model/codec/step-material.js';

/** A small vocabulary of notes, and predictions over it, to test steering with. */

export const noteTokens = ['REST', 'HOLD', 'C4', 'E4', 'C4.E4.G4', 'F#4', 'F#4.A4', 'G5', 'C6'];
export const noteSounds: readonly Sound[] = noteTokens.map((token) =>
  stepMaterials.notes.sound(token)!,
);
const all = noteTokens.length;

/** Normalised log-probabilities over `noteTokens`. */
export const anyLogProbs: fc.Arbitrary<Float32Array> = fc
  .array(fc.double({ min: -12, max: 0, noNaN: true }), { minLength: all, maxLength: all })
  .map((scores) => {
    const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
    return Float32Array.from(scores, (score) => score - total);
  });

/** Normalised probabilities. */
export function probabilities(logProbs: Float32Array): number[] {
  const values = Array.from(logProbs, Math.exp);
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}
