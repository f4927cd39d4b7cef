import type { Micros } from './clock.js';

/** More deaths than this within `span` are no accident. */
const most = 5;
const span: Micros = 60_000_000;
/** Milliseconds. A second death within `short` is not answered at once: what it died of may pass. */
const pause = 1000;
const short: Micros = 10_000_000;

/** How soon a process that died is begun again, and when no more. */
export class Restarts {
  private deaths: Micros[] = [];

  /** Milliseconds to wait; null where it is to be left dead. */
  after(now: Micros): number | null {
    this.deaths = this.deaths.filter((death) => now - death < span);
    const last = this.deaths.at(-1) ?? -Infinity;
    this.deaths.push(now);
    if (this.deaths.length > most) return null;
    return now - last < short ? pause : 0;
  }
}
