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
  const level = logProbs.map((value) => Math.round(value / resolution));
  const order = Array.from(logProbs.keys()).sort((a, b) => level[b] - level[a] || a - b);
  if (policy.temperature === 0) return order[0];
  const top = logProbs[order[0]];
  const kept = policy.topK > 0 ? order.slice(0, policy.topK) : order;
  const weights = kept.map((token) => Math.exp((logProbs[token] - top) / policy.temperature));
  const total = sum(weights);
  const nucleus = leastThatHolds(weights, policy.topP * total);
  let left = coin * sum(weights.slice(0, nucleus));
  for (let at = 0; at < nucleus; at++) {
    left -= weights[at];
    if (left < 0) return kept[at];
  }
  return kept[nucleus - 1]; // rounding may leave a crumb
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
