import type { Micros } from './clock.js';
import { medianOf } from './median.js';

/** So many taps tell; the first few, until one is in time with what one hears, count for nothing. */
export const enoughTaps = 16;
const warmUp = 4;
/** Beats that are remembered: more than anybody lets pass between two taps. */
const mostBeats = 64;
/** Taps that lie this far about their middle, or farther, are not in time. */
const mostUneven: Micros = 25_000;

export interface Calibrated {
  /** How long after the beat the taps came: the median. */
  readonly late: Micros;
  /** How far the taps lay about that: the median again. */
  readonly spread: Micros;
  /** In time enough to go by. */
  readonly isEven: boolean;
}

/**
 * How late a player comes who plays with what is heard: the way of the sound from here to the ear, and of the key from the
 * hand to here.
 */
export class Calibration {
  private beats: Micros[] = [];
  private readonly taps: Micros[] = [];

  /** A beat was at `at`; gives what was found where that is known by then. */
  beat(at: Micros): Calibrated | undefined {
    this.beats = [...this.beats.slice(1 - mostBeats), at];
    // The beat after the last tap may be the nearer one.
    return this.taps.length < enoughTaps ? undefined : this.found();
  }

  tap(at: Micros): void {
    if (this.beats.length > 0) this.taps.push(at);
  }

  private found(): Calibrated {
    const offs = this.taps.slice(warmUp).map((tap) => this.offOf(tap));
    const late = medianOf(offs);
    const spread = medianOf(offs.map((off) => Math.abs(off - late)));
    return { late, spread, isEven: spread < mostUneven };
  }

  /** From the nearest beat. */
  private offOf(tap: Micros): Micros {
    const offs = this.beats.map((beat) => tap - beat);
    return offs.reduce((best, off) => (Math.abs(off) < Math.abs(best) ? off : best));
  }
}
