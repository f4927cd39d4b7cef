import type { Micros } from './clock.js';

/** Share of the wake-ups that may come too late to spin. */
const share = 0.01;
const bounds = { least: 100, most: 800 } as const;
/** How far one that came too late moves it; one that did not moves it back as far as keeps the two in balance. */
const stride: Micros = 100;

/**
 * How long before an instant a thread is to wake, to be there in time: the 99th percentile of how late its wake-ups come,
 * followed one by one (Robbins and Monro 1951). A machine that wakes it late gets more of its time, one that does not, less.
 */
export class WakeMargin {
  micros: Micros = 250;

  /** When to wake for what is due at `due`: early for what is heard, the next of it at `heard`, and in no haste for the rest. */
  wakeFor(due: Micros, heard: Micros): Micros {
    return Math.min(due, heard - this.micros);
  }

  /** A wake-up came so late. */
  add(lateness: Micros): void {
    const step = lateness > this.micros ? stride * (1 - share) : -stride * share;
    this.micros = Math.min(bounds.most, Math.max(bounds.least, this.micros + step));
  }
}
