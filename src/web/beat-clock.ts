/**
 * When each tick is, on this page's own clock: messages come a little early or late, and drawing or
 * playing them as they come would shake. All times are milliseconds of one monotonic clock.
 */
export class BeatClock {
  #tick = 0;
  /** Where `#tick` is believed to have begun. */
  #at = 0;
  #running = false;
  #tickMs: number;

  constructor(tickMs: number) {
    this.#tickMs = tickMs;
  }

  get running(): boolean {
    return this.#running;
  }

  stop(): void {
    this.#running = false;
  }

  /** A tempo change holds from the last tick on. */
  set tickMs(tickMs: number) {
    this.#tickMs = tickMs;
  }

  /** Tick `tick` was heard to begin at `now`: each correction is a small part of what was off. */
  hear(tick: number, now: number): void {
    const off = now - this.timeOf(tick);
    const lost = !this.#running || Math.abs(off) > this.#tickMs / 2;
    this.#at = lost ? now : now - off * (1 - trust);
    this.#tick = tick;
    this.#running = true;
  }

  /** When a position, in ticks and parts of one, is. */
  timeOf(position: number): number {
    return this.#at + (position - this.#tick) * this.#tickMs;
  }

  /** The position at `now`. It does not run more than a tick ahead of what was heard, so a lost connection stands still. */
  positionAt(now: number): number {
    return this.#tick + Math.min((now - this.#at) / this.#tickMs, 1.5);
  }
}

/** More follows a change faster, less shakes less: at 0.15 a single message 10 ms late moves time by 1.5 ms. */
const trust = 0.15;
