import { Histogram } from './core/histogram.js';
import { type Health, problemsOf } from './health.js';
import type { Host } from './threads/host.js';
import type { Totals } from './threads/totals.js';

/** Milliseconds for which a problem is told, and twice that at most. */
const problemInterval = 30_000;
/** Of few notes that many may be late: any machine is held up now and then. */
const mostLate = 3;

/** Counts, and how many notes left how late, up to then. */
interface Look {
  readonly totals: Totals;
  readonly lateness: Float64Array;
}

/** What is wrong with a playing ghostnote now: not what was, half a minute ago or more. */
export class Checkup {
  private readonly firstDevice: string;
  /** Half a minute ago or more, and at the last look since. */
  private before: Look | undefined;
  private lately: Look | undefined;
  private readonly looks = setInterval(() => {
    this.before = this.lately;
    this.lately = { totals: this.host.totals(), lateness: this.host.lateness() };
  }, problemInterval);

  constructor(private readonly host: Pick<Host, 'totals' | 'infos' | 'lateness'>) {
    this.firstDevice = host.infos[0]!.device;
  }

  health(now: Omit<Health, 'status' | 'problems'>): Health {
    const problems = problemsOf(now, this.before?.totals, this.firstDevice, this.latenessNow);
    return { status: problems.length === 0 ? 'ok' : 'degraded', problems, ...now };
  }

  end(): void {
    clearInterval(this.looks);
  }

  /** The 99th percentile; of few notes, of all but the latest. */
  private get latenessNow(): number {
    const before = this.before?.lateness;
    const since = new Histogram();
    since.merge(this.host.lateness().map((count, at) => count - (before?.[at] ?? 0)));
    return since.count <= mostLate ? 0 : since.quantile(Math.min(0.99, 1 - mostLate / since.count));
  }
}
