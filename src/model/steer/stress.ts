/** Nats that a whole accent counts for. Its effect on Groove's drummer is in docs/jam.md. */
const strength = 3;

/**
 * `scores` [V], with each token of which `stressed` [V] is true likelier by as much as a player stresses the tick: `accent` 1
 * where nowhere but there, below 0 where elsewhere. Not normalised.
 */
export function stress(
  scores: Float32Array,
  stressed: readonly boolean[],
  accent: number,
): Float32Array {
  if (accent === 0) return scores;
  return scores.map((value, token) => (stressed[token] ? value + strength * accent : value));
}
