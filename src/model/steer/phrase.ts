import type { PlanRequest } from '../plan-source.js';
import type { TickPlan } from '../tick.js';
import type { Recent } from './recent.js';

/** Bars of a phrase. */
const bars = 4;

type At = Pick<PlanRequest, 'tick' | 'position' | 'ticksPerBar'>;

/** The last phrase that somebody liked, and the way back to it. */
export class Phrase {
  private good: readonly (TickPlan | undefined)[] | undefined;
  private again: readonly (TickPlan | undefined)[] = [];
  /** The tick of the first of those. */
  private begin = 0;

  constructor(private readonly recent: Recent) {}

  /** The last whole bars are good. */
  approve(at: At): void {
    this.good = this.lastBars(at);
  }

  /** From this tick on, at its place in the bar, the good phrase is played once; where there is none, the last whole bars. */
  back(at: At): void {
    this.again = this.good ?? this.lastBars(at);
    this.begin = at.tick - at.position;
  }

  /** What it has for `tick`; undefined where it has been played. */
  plan(tick: number): TickPlan | undefined {
    return this.again[tick - this.begin];
  }

  copy(recent: Recent): Phrase {
    const copy = new Phrase(recent);
    copy.good = this.good;
    copy.again = this.again;
    copy.begin = this.begin;
    return copy;
  }

  /** Goes on with what is predicted; what is good stays good. */
  leave(): void {
    this.again = [];
  }

  /** Nothing is good. */
  forget(): void {
    this.leave();
    this.good = undefined;
  }

  private lastBars({ tick, position, ticksPerBar }: At): readonly (TickPlan | undefined)[] {
    const end = tick - position;
    const length = Math.min(bars, Math.floor(end / ticksPerBar)) * ticksPerBar;
    return Array.from({ length }, (_, at) => this.recent.plan(end - length + at));
  }
}
