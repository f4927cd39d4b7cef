import { logSoftmax } from './log-softmax.js';
import { loudnessLevels } from './net/architecture.js';

/** Loudness, 0 to 1, as probabilities [K] of levels of the same width, each as likely anywhere within. */

/** What is expected. */
export function meanLoudness(levels: Float32Array): number {
  return levels.reduce((total, share, level) => total + share * (level + 0.5), 0) / loudnessLevels;
}

/** What a share of `below`, 0 to 1, of all notes is softer than. */
export function loudnessAt(levels: Float32Array, below: number): number {
  let softer = 0;
  for (const [level, share] of levels.entries()) {
    if (below <= softer + share && share > 0)
      return (level + (below - softer) / share) / loudnessLevels;
    softer += share;
  }
  return 1;
}

/** [K] of a normal distribution with what the network adds `beside` it, as `levelLoss` has it. */
export function levelsOf(mean: number, variance: number, beside: Float32Array): Float32Array {
  const logits = beside.map(
    (value, level) => value - ((level + 0.5) / loudnessLevels - mean) ** 2 / (2 * variance),
  );
  return logSoftmax(logits, loudnessLevels).map(Math.exp);
}
