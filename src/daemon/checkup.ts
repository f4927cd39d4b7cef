import { type Health, problemsOf } from './health.js';
import type { Host } from './threads/host.js';
import type { Totals } from './threads/totals.js';

/** Milliseconds for which a problem is told, and twice that at most. */
const problemInterval = 30_000;

/** What is wrong with a playing ghostnote now: not what was, half a minute ago or more. */
export class Checkup {
  private readonly firstDevice: string;
  /** Counts as they were, half a minute ago or more, and at the last look since. */
  private before: Totals | undefined;
  private lately: Totals | undefined;
  private readonly looks = setInterval(() => {
    this.before = this.lately;
    this.lately = this.host.totals();
  }, problemInterval);

  constructor(private readonly host: Pick<Host, 'totals' | 'infos'>) {
    this.firstDevice = host.infos[0]!.device;
  }

  health(now: Omit<Health, 'status' | 'problems'>): Health {
    const problems = problemsOf(now, this.before, this.firstDevice);
    return { status: problems.length === 0 ? 'ok' : 'degraded', problems, ...now };
  }

  end(): void {
    clearInterval(this.looks);
  }
}
