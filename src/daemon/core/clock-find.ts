import type { Micros } from './clock.js';

/** Tempos that are followed, in BPM, and what they are as microseconds between clocks. */
const slowestTempo = 20;
const fastestTempo = 300;
export const clocksPerBeat = 24;
const shortest: Micros = intervalOf(fastestTempo * 1.05);
const longest: Micros = intervalOf(slowestTempo / 1.05);

/** A stamp belongs to a clock that was expected less than this share of an interval away. */
const reach = 0.25;
/** How much a stamp moves the guess of the interval. */
const gain = 0.3;
/** Another clock's stamps may stand first, or between any two of ours. */
const firsts = 4;
const mostSkipped = 4;
/** A clock has a stamp at this share of the places where it is expected, and at so many at least. */
const presence = 0.85;
const fewest = 6;
const fewestOthers = 3;
/** Two clocks, each by itself, shake less than this share of what both seem to shake as one. */
const steadier = 1 / 3;

/** Stamps this near to a line are on it, however little the clock has shaken so far. */
export const straight: Micros = 300;

export interface Straightness {
  /** Microseconds between two stamps. */
  readonly interval: Micros;
  /** Root mean square of how far stamps lie from the line. */
  readonly rms: Micros;
  /** How far every second one lies from its neighbours: two clocks of one tempo that were taken for one. */
  readonly limp: Micros;
}

export function intervalOf(bpm: number): Micros {
  return 60_000_000 / bpm / clocksPerBeat;
}

export function tempoOfInterval(interval: Micros): number {
  return 60_000_000 / interval / clocksPerBeat;
}

export function isTempo(interval: Micros): boolean {
  return interval >= shortest && interval <= longest;
}

/** How well `stamps`, in the order they came, are one clock. Three at least: of two the interval alone tells. */
export function straightness(stamps: readonly Micros[]): Straightness {
  const n = stamps.length;
  const middle = (n - 1) / 2;
  const mean = stamps.reduce((sum, stamp) => sum + stamp - stamps[0]!, 0) / n;
  let [rise, run] = [0, 0];
  stamps.forEach((stamp, at) => {
    rise += (at - middle) * (stamp - stamps[0]! - mean);
    run += (at - middle) ** 2;
  });
  const interval = rise / run;
  let [squares, turns] = [0, 0];
  stamps.forEach((stamp, at) => {
    const off = stamp - stamps[0]! - mean - (at - middle) * interval;
    squares += off * off;
    turns += at % 2 === 0 ? off : -off;
  });
  return { interval, rms: Math.sqrt(squares / n), limp: Math.abs(turns / n) };
}

/**
 * The stamps of one clock, where `stamps` are those of two: it has most of them, and both clocks apart are far steadier
 * than all stamps taken for one clock. Undefined where they are one clock, however much it shakes.
 */
export function findClock(stamps: readonly Micros[]): readonly Micros[] | undefined {
  let best: readonly Micros[] = [];
  for (let first = 0; first < Math.min(firsts, stamps.length); first += 1) {
    for (let second = first + 1; second <= first + mostSkipped; second += 1) {
      const found = walk(stamps, first, second);
      if (found.length > best.length && apart(stamps, found)) best = found;
    }
  }
  return best.length === 0 ? undefined : best;
}

function apart(stamps: readonly Micros[], found: readonly Micros[]): boolean {
  const rest = stamps.filter((stamp) => !found.includes(stamp));
  if (rest.length < fewestOthers) return false;
  const [one, two] = [straightness(found), straightness(rest)];
  const all = straightness(stamps).rms;
  const squares = one.rms ** 2 * found.length + two.rms ** 2 * rest.length;
  return all > straight && Math.sqrt(squares / stamps.length) < steadier * all;
}

/** Goes on from two stamps, at their distance, to whatever is nearest to where the next is expected. */
function walk(stamps: readonly Micros[], first: number, second: number): readonly Micros[] {
  if (second >= stamps.length) return [];
  let interval = stamps[second]! - stamps[first]!;
  if (!isTempo(interval)) return [];
  const found = [stamps[first]!, stamps[second]!];
  let expected = stamps[second]! + interval;
  let steps = 2;
  const end = stamps.at(-1)!;
  for (; expected <= end + reach * interval; steps += 1) {
    const near = nearest(stamps, expected);
    const off = near - expected;
    if (Math.abs(off) < reach * interval) {
      found.push(near);
      interval += (gain / 2) * off;
      expected += gain * off;
    }
    expected += interval;
  }
  const present = found.length >= fewest && found.length >= presence * steps;
  return present && isTempo(interval) ? found : [];
}

function nearest(stamps: readonly Micros[], wanted: Micros): Micros {
  return stamps.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a));
}
