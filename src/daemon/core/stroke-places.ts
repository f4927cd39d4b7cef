import type { BeatEstimate } from './beat-estimate.js';
import type { Micros } from './clock.js';
import { ppq } from './timeline.js';

/** A place in a beat where strokes are: at so much of it; they lie so far about it; how many were there before the first. */
interface Place {
  readonly at: number;
  readonly spread: Micros;
  readonly first: number;
}

/** Beats, eighths, sixteenths and triplets. What is heard first is likely to be a beat. */
const places: readonly Place[] = [
  { at: 0, spread: 17_000, first: 8 },
  { at: 1 / 2, spread: 21_000, first: 2 },
  ...[1 / 4, 3 / 4].map((at) => ({ at, spread: 13_000, first: 0.3 })),
  ...[1 / 3, 2 / 3].map((at) => ({ at, spread: 17_000, first: 0.4 })),
];
/** Strokes that are meant for none of these, as those of a roll. */
const firstStrays = 2.5;
/** What was played so many strokes ago counts for less by e. */
const remembered = 35;
/** A normal distribution is so high, times its deviation. */
const height = 1 / Math.sqrt(2 * Math.PI);

/**
 * Tells which place of the beat a stroke was meant for, and how likely that is: a place near by, and one that the player uses. A
 * mixture of normal distributions, one for each place, and of an even one for strokes that are meant for none. Does not allocate.
 */
export class StrokePlaces {
  /** What was found last: the pulse of a place, how far strokes lie about it, and how likely it is, 0 to 1. */
  pulse = 0;
  spread: Micros = 0;
  sure = 0;
  /** [places, and none] strokes for each, less the longer ago. */
  private readonly used = Float64Array.from([...places.map(({ first }) => first), firstStrays]);

  /** What a stroke at `at` was meant for, not before the last; `pulseOf` gives the pulse of a place in beats. */
  find(at: Micros, estimate: BeatEstimate, pulseOf: (beats: number) => number): void {
    const { used } = this;
    const beats = estimate.pulseAt(at) / ppq;
    const stray = used[places.length]! / estimate.length;
    let [best, found, all] = [0, places.length, stray];
    for (let place = 0; place < places.length; place += 1) {
      const { at: share, spread } = places[place]!;
      const pulse = pulseOf(Math.round(beats - share) + share);
      if (pulse < estimate.pulse) continue;
      const doubt = estimate.doubtOf(pulse, spread);
      const far = (at - estimate.microsAt(pulse)) ** 2 / doubt;
      const chance = used[place]! * height * Math.sqrt(1 / doubt) * Math.exp(-far / 2);
      all += chance;
      if (chance <= best) continue;
      [best, found] = [chance, place];
      this.pulse = pulse;
      this.spread = spread;
    }
    this.sure = best / all;
    this.count(found, stray / all);
  }

  /** Another stroke, for a place as sure as was found, or for none. */
  private count(found: number, stray: number): void {
    const { used } = this;
    for (let place = 0; place < used.length; place += 1) used[place]! *= 1 - 1 / remembered;
    if (found < places.length) used[found]! += this.sure;
    used[places.length]! += stray;
  }
}
