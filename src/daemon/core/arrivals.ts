import type { Micros } from './clock.js';

/** What came together waited no longer than this; from then on it is as if it came first now. */
const longest: Micros = 2_000_000;
/** A driver that keeps no time says of messages as far apart as this that none has passed. */
const apart: Micros = 5_000;
/** The driver's clock may go so much slower than ours; where it does not, `now` holds it back. */
const slack = 0.0005;

/**
 * When the messages of one MIDI input came. They are handed over when the thread has time, after a pause many at once; but
 * the driver says of each how long after the one before it came, so a clock stays even, and nothing is later than it was.
 */
export class Arrivals {
  private last: Micros = -Infinity;
  private handed: Micros = -Infinity;

  /** `after` the one before, in seconds, as the driver says; handed over at `now`. Never decreases. */
  at(after: number, now: Micros): Micros {
    const step = after > 0 ? after * 1e6 * (1 + slack) : 0;
    const told = this.last + step;
    const isTold = step > 0 || now - this.handed <= apart;
    const isNear = step <= longest && now - told <= longest;
    this.last = isTold && isNear ? Math.min(told, now) : now;
    this.handed = now;
    return Math.round(this.last);
  }
}
