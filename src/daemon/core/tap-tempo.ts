import type { Micros } from './clock.js';

/** Fewer taps say nothing; more than the last so many are forgotten. */
const fewest = 4;
const most = 8;
/** A tap after so long, or one that comes in so different a time, begins a new count. */
const longest: Micros = 3_000_000;
const mostUneven = 1.6;

/** Taps on the beat to a tempo. */
export class TapTempo {
  private taps: Micros[] = [];

  /** A tap at `at`; gives the tempo from the fourth on, to a tenth of a BPM, else undefined. */
  tap(at: Micros): number | undefined {
    if (this.isNew(at)) this.taps = [];
    this.taps = [...this.taps.slice(1 - most), at];
    const gaps = this.taps.length - 1;
    if (this.taps.length < fewest) return undefined;
    return Math.round((600_000_000 * gaps) / (at - this.taps[0]!)) / 10;
  }

  private isNew(at: Micros): boolean {
    const { taps } = this;
    const gap = at - (taps.at(-1) ?? at);
    const before = taps.length < 2 ? gap : taps.at(-1)! - taps.at(-2)!;
    return gap > longest || gap > mostUneven * before || before > mostUneven * gap;
  }
}
