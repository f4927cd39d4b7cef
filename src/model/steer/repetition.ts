import { logMass } from './mask.js';

/** Bars after which a loop may come round. */
const loops = [1, 2, 4] as const;
/** Nats that the next token of a loop loses at -1, when all of the loop was the same as the time before. */
const weariness = 3;

/**
 * `logProbs` [V] drawn to, or driven from, what was played before. Above 0, `amount` is the chance that the token of a bar ago
 * comes again whatever is predicted: 1 holds that bar. Below 0, the token that would go on with a loop of 1, 2 or 4 bars is
 * made less likely, the more of the loop there was. `before(n)` is the token of n ticks ago, where it is known. A token that
 * cannot be drawn is not held. Not normalised.
 */
export function repeat(
  logProbs: Float32Array,
  amount: number,
  ticksPerBar: number,
  before: (ticks: number) => number | undefined,
): Float32Array {
  if (amount > 0) return hold(logProbs, amount, before(ticksPerBar));
  if (amount === 0) return logProbs;
  const loss = new Map<number, number>();
  for (const bars of loops) {
    const token = before(bars * ticksPerBar);
    if (token === undefined) continue;
    const tired = -amount * weariness * sameness(bars * ticksPerBar, before);
    loss.set(token, Math.max(tired, loss.get(token) ?? 0));
  }
  return logProbs.map((value, token) => value - (loss.get(token) ?? 0));
}

function hold(logProbs: Float32Array, amount: number, held: number | undefined): Float32Array {
  if (held === undefined || logProbs[held] === -Infinity) return logProbs;
  const [rest, all] = [Math.log(1 - amount), logMass(logProbs)];
  return logProbs.map((value, token) =>
    token === held
      ? Math.log((1 - amount) * Math.exp(value) + amount * Math.exp(all))
      : value + rest,
  );
}

/** 0 to 1: how much of the last `length` ticks, back from now without a break, was the same as `length` before. */
function sameness(length: number, before: (ticks: number) => number | undefined): number {
  let same = 0;
  while (same < length && matches(before(same + 1), before(same + 1 + length))) same++;
  return same / length;
}

function matches(token: number | undefined, other: number | undefined): boolean {
  return token !== undefined && token === other;
}
