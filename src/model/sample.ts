export interface SamplePolicy {
  /** 0 takes the likeliest token; 1 draws as predicted. */
  readonly temperature: number;
  /** Draw only from this many likeliest tokens; 0 is off. */
  readonly topK: number;
  /** Draw only from the fewest likeliest tokens that hold this share (Holtzman et al. 2020), after temperature. */
  readonly topP: number;
}

/**
 * Log-probabilities that differ by less are taken for equal: engines and devices agree to within this, and so all of them
 * put tokens in the same order.
 */
const resolution = 1e-4;

/**
 * Draws a token from `logProbs` [V] with `coin` in [0, 1).
 * Tokens stand in order of probability, those that are equal to within `resolution` in order of their number, and the coin
 * falls on that line.
 */
export function sample(logProbs: Float32Array, policy: SamplePolicy, coin: number): number {
  const { tokens, weights } = drawable(logProbs, policy);
  let left = coin * sum(weights);
  for (let at = 0; at < weights.length; at++) {
    left -= weights[at];
    if (left < 0) return tokens[at];
  }
  return tokens[weights.length - 1]; // rounding may leave a crumb
}

/** Whether luck could draw a token that is `wanted` from `logProbs` [V]. */
export function canDraw(
  logProbs: Float32Array,
  policy: SamplePolicy,
  wanted: (token: number) => boolean,
): boolean {
  const { tokens, weights } = drawable(logProbs, policy);
  return weights.some((weight, at) => weight > 0 && wanted(tokens[at]));
}

/** The tokens that are drawn from, the likeliest first, and more than those; `weights` has one for each that is. */
function drawable(
  logProbs: Float32Array,
  { temperature, topK, topP }: SamplePolicy,
): { readonly tokens: readonly number[]; readonly weights: readonly number[] } {
  const level = logProbs.map((value) => Math.round(value / resolution));
  const tokens = Array.from(logProbs.keys()).sort((a, b) => level[b] - level[a] || a - b);
  if (temperature === 0) return { tokens, weights: [1] };
  const top = logProbs[tokens[0]];
  const kept = topK > 0 ? tokens.slice(0, topK) : tokens;
  const weights = kept.map((token) => Math.exp((logProbs[token] - top) / temperature));
  return { tokens, weights: weights.slice(0, leastThatHolds(weights, topP * sum(weights))) };
}

/** How many of `weights`, from the first, add up to `share`: at least one. */
function leastThatHolds(weights: readonly number[], share: number): number {
  let held = 0;
  for (let at = 0; at < weights.length; at++) {
    held += weights[at];
    if (held >= share) return at + 1;
  }
  return weights.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
