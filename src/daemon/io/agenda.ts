/** `setTimeout` may be late by this much; from then on each turn of the event loop looks at the time. */
const coarse = 2;

/** Things to do at times of the system's clock, to the millisecond. Main thread; blocks nobody. */
export class Agenda {
  private readonly timers = new Set<NodeJS.Timeout | NodeJS.Immediate>();

  /** Keeps at most so many. */
  constructor(private readonly most: number) {}

  /** `due` is in milliseconds since 1970. At once where that is past; false where there is no room. */
  at(due: number, act: () => void): boolean {
    if (this.timers.size >= this.most) return false;
    this.wait(due, act);
    return true;
  }

  /** What has not been done never will. */
  close(): void {
    for (const timer of this.timers) {
      clearTimeout(timer as NodeJS.Timeout);
      clearImmediate(timer as NodeJS.Immediate);
    }
    this.timers.clear();
  }

  private wait(due: number, act: () => void): void {
    const left = due - Date.now();
    if (left <= 0) {
      act();
      return;
    }
    const again = (): void => {
      this.timers.delete(timer);
      this.wait(due, act);
    };
    const timer = left > coarse ? setTimeout(again, left - coarse) : setImmediate(again);
    this.timers.add(timer);
  }
}
