import type { TickPlan } from '../../model/tick.js';
import { mostBeats } from './bars.js';
import { restAt } from './taps.js';

/** What is played where a plan does not come in time: the same place of the bar before, or a rest where that is not known. */
export class Fallback {
  /** The last plan that came in time, for each position of the bar. */
  private readonly bar: (TickPlan | undefined)[];

  constructor(ticksPerBeat: number) {
    this.bar = new Array<TickPlan | undefined>(ticksPerBeat * mostBeats).fill(undefined);
  }

  /** A plan came in time, and is played. */
  keep(position: number, plan: TickPlan): void {
    this.bar[position] = plan;
  }

  /** Whether the place of a bar before is known. */
  knows(position: number): boolean {
    return this.bar[position] !== undefined;
  }

  plan(position: number, tick: number): TickPlan {
    const before = this.bar[position];
    return before === undefined ? restAt(tick) : { ...before, tick };
  }

  clear(): void {
    this.bar.fill(undefined);
  }
}
