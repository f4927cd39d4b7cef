import type { Micros } from './clock.js';

/** Clocks nearer to each other than this share of an interval were not sent in time, but made up for. */
const quick = 0.25;

/**
 * What comes at once when a clock comes back from a silence. A sender that stood still sends all that it missed: then the
 * place in the song is what it counted. Where less comes than half of what the silence had room for, as from a cable that
 * was out, clocks were lost, and the song is believed to have gone on.
 */
export class ClockBurst {
  /** Clocks that came in it, with the one that ended the silence; 0 while there is none. */
  came = 0;

  /** Number of the last clock before the silence. */
  private before = 0;
  /** Clocks to the one that ended the silence, had all gone on. */
  private passed = 0;

  /** The clock after number `before` ends a silence; by the time that went it would be `passed` after. */
  open(before: number, passed: number): void {
    this.before = before;
    this.passed = passed;
    this.came = 1;
  }

  /** Whether a clock that came `gap` after the last, at so many microseconds a clock, is of the burst. */
  takes(gap: Micros, interval: Micros): boolean {
    if (this.came === 0 || gap > quick * interval) return false;
    this.came += 1;
    return true;
  }

  close(): void {
    this.came = 0;
  }

  /** Number of the latest clock while more may come: the music stays where it went on to. */
  get meanwhile(): number {
    return this.before + Math.max(this.passed, this.came);
  }

  /** Number of the latest clock, if it is the last of the burst. */
  get number(): number {
    const counted = this.before + this.came;
    return 2 * this.came > this.passed ? counted : counted + this.passed - 1;
  }
}
