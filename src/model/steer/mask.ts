/**
 * `logProbs` [V] without the tokens that are not `allowed`: not normalised, and as it was where nothing would be left, so
 * that there is always something to draw.
 */
export function keep(logProbs: Float32Array, allowed: (token: number) => boolean): Float32Array {
  const kept = logProbs.map((value, token) => (allowed(token) ? value : -Infinity));
  return kept.some((value) => value > -Infinity) ? kept : logProbs;
}

/** Logarithm of the sum of the probabilities [V] that are `counted`; -Infinity where none is. */
export function logMass(
  logProbs: Float32Array,
  counted: (token: number) => boolean = () => true,
): number {
  let mass = 0;
  logProbs.forEach((value, token) => {
    if (counted(token)) mass += Math.exp(value);
  });
  return Math.log(mass);
}
