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

/**
 * What a kick makes of an accent: the strong beats, the first and that in the middle of a bar, are its own, whatever else is
 * stressed, and the weak ones belong to the snare. Places are in ticks.
 */
export function accentOfKick(
  accent: number,
  place: { readonly position: number; readonly ticksPerBar: number; readonly ticksPerBeat: number },
): number {
  const { position, ticksPerBar, ticksPerBeat } = place;
  if (position % ticksPerBeat !== 0) return accent;
  const isStrong = position === 0 || 2 * position === ticksPerBar;
  return isStrong ? Math.max(0, accent) : Math.min(0, accent);
}
