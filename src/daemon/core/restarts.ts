import type { Micros } from './clock.js';

/** More deaths than this within `span` are no accident. */
const most = 5;
const span: Micros = 60_000_000;
/** A second death in short succession is not answered at once: what it died of may pass. */
const pause = 1000;

/** How soon a process that died is begun again, and when no more. */
export class Restarts {
  private deaths: Micros[] = [];

  /** Milliseconds to wait; null where it is to be left dead. */
  after(now: Micros): number | null {
    this.deaths = this.deaths.filter((death) => now - death < span);
    this.deaths.push(now);
    if (this.deaths.length > most) return null;
    return this.deaths.length === 1 ? 0 : pause;
  }
}
