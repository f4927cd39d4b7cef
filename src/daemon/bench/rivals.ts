/** Two schedulers that many programs use, on this thread. Times are milliseconds of `performance.now`. */

export interface Rival {
  /** What it did until now: how far from its instant each event was. */
  readonly off: readonly number[];
  stop(): void;
}

/**
 * `setInterval`, as it is. Node rounds its interval to whole milliseconds and lets it drift: the instants that it is
 * held against are therefore those of its own mean tempo, which is kinder than the grid that was asked for.
 */
export function startInterval(interval: number): Rival {
  const at: number[] = [];
  const timer = setInterval(() => at.push(performance.now()), interval);
  return {
    get off() {
      return offLine(at);
    },
    stop: () => clearInterval(timer),
  };
}

/** How often it wakes, and how far ahead it then looks. */
const wake = 25;
const ahead = 100;

/** The look-ahead timer ("A Tale of Two Clocks", Wilson 2013) with nobody to hand times to: a `setTimeout` for each event. */
export function startLookAhead(interval: number): Rival {
  const off: number[] = [];
  const pending = new Set<NodeJS.Timeout>();
  let due = performance.now() + ahead;
  const look = (): void => {
    for (; due < performance.now() + ahead; due += interval) {
      const instant = due;
      const timer = setTimeout(() => {
        pending.delete(timer);
        off.push(Math.abs(performance.now() - instant));
      }, instant - performance.now());
      pending.add(timer);
    }
  };
  const timer = setInterval(look, wake);
  return {
    off,
    stop: () => {
      clearInterval(timer);
      pending.forEach((one) => clearTimeout(one));
    },
  };
}

/** How far each of `at` is from the straight line through all of them, least squares. */
export function offLine(at: readonly number[]): number[] {
  const middle = (at.length - 1) / 2;
  const mean = at.reduce((total, time) => total + time, 0) / at.length;
  let [shared, spread] = [0, 0];
  at.forEach((time, index) => {
    shared += (index - middle) * (time - mean);
    spread += (index - middle) ** 2;
  });
  const slope = spread === 0 ? 0 : shared / spread;
  return at.map((time, index) => Math.abs(time - mean - slope * (index - middle)));
}
