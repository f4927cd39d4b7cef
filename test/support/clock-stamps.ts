import { clocksPerBeat, intervalOf } from '../../src/daemon/core/clock-find.js';
import type { Micros } from '../../src/daemon/core/clock.js';

/** Numbers in [0, 1) that look random, the same for the same seed (Marsaglia's xorshift). */
export function dice(seed: number): () => number {
  let state = Math.imul(seed + 1, 2654435761) >>> 0 || 1;
  const roll = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  for (let warm = 0; warm < 10; warm += 1) roll();
  return roll;
}

/** How arrivals shake: evenly within so much either side, or normally with half of it, or all of it, as deviation. */
export const shakes = ['uniform', 'normal', 'wide'] as const;
export type Shake = (typeof shakes)[number];

export function noise(shake: Shake, micros: Micros, roll: () => number): Micros {
  if (shake === 'uniform') return (2 * roll() - 1) * micros;
  const normal = Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());
  return normal * micros * (shake === 'wide' ? 1 : 1 / 2);
}

/** A stretch of clocks: `to` is the tempo at its end, where it is a ramp. */
export interface Stretch {
  readonly bpm: number;
  readonly clocks: number;
  readonly to?: number;
}

/** When the clocks of a master are meant to come. */
export function meant(stretches: readonly Stretch[], first: Micros = 1_000_000): Micros[] {
  const times: Micros[] = [];
  let time = first;
  for (const { bpm, clocks, to = bpm } of stretches) {
    for (let clock = 0; clock < clocks; clock += 1) {
      times.push(time);
      time += intervalOf(bpm + ((to - bpm) * clock) / clocks);
    }
  }
  return times;
}

/** When they come. A cable keeps their order. */
export function arrivals(times: readonly Micros[], shake: Shake, micros: Micros, seed: number) {
  const roll = dice(seed);
  return times
    .map((time) => Math.round(time + noise(shake, micros, roll)))
    .toSorted((a, b) => a - b);
}

/**
 * From a sender that stands still for `millis` after two bars, and then sends what it missed, or such a share of it, so many
 * microseconds `apart`.
 */
export function stalled(
  stamps: readonly Micros[],
  millis: number,
  apart: Micros,
  sent = 1,
): Micros[] {
  const from = stamps[2 * bar]!;
  const until = from + millis * 1000;
  const missed = stamps.filter((at) => at >= from && at < until).length;
  let free = until;
  const burst = Array.from({ length: Math.ceil(missed * sent) }, () => (free += apart));
  // What falls due meanwhile waits its turn.
  const after = stamps.filter((at) => at >= until).map((at) => Math.max(at, free));
  return [...stamps.filter((at) => at < from), ...burst, ...after];
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/** Two bars of four beats, and one. */
export const bar = 4 * clocksPerBeat;
