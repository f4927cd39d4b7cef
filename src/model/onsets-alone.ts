/**
 * `logProbs` [V] with every token out that begins nothing, for a plan that waits for a tap: `onsets` [V] says which do. Not
 * normalised. As it was, where no token begins anything.
 */
export function onsetsAlone(logProbs: Float32Array, onsets: readonly boolean[]): Float32Array {
  if (!onsets.includes(true)) return logProbs;
  return logProbs.map((value, token) => (onsets[token] ? value : -Infinity));
}
