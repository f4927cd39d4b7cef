import type { PlanSource } from '../../model/plan-source.js';
import type { TickPlan } from '../../model/tick.js';
import type { TakeRequest } from '../core/conductor-output.js';
import { writePlan } from './plan-record.js';
import { intentHead, type Lane } from './shared-layout.js';

/** After so many plans it collects their garbage, once it has nothing else to do: V8 by itself would do so in the midst of one. */
const tidyAfter = 32;

/**
 * What a model thread owes once it has answered: its sources get ready for the next tick, and look ahead. One at a time, as
 * long as nothing is asked for: that is the more urgent.
 */
export class Chores {
  private readonly unprepared = new Set<PlanSource>();
  /** The last request of each that has not looked ahead since. */
  private readonly unforeseen = new Map<PlanSource, TakeRequest>();
  /** Plans whose garbage is still there. */
  private untidy = 0;
  private readonly intent: Float64Array;

  /** `intended` is called when there is an intent for main. */
  constructor(
    private readonly lane: Pick<Lane, 'requests' | 'intents'>,
    private readonly intended: () => void,
  ) {
    this.intent = new Float64Array(lane.intents.fields);
  }

  /** `source` has made the plan that was wanted. */
  answered(source: PlanSource, wanted: TakeRequest): void {
    this.unprepared.add(source);
    this.unforeseen.set(source, wanted);
  }

  /** Does the next of them; false where there is none. */
  async doNext(): Promise<boolean> {
    const [source] = this.unprepared;
    const [ahead] = this.unforeseen;
    if (source !== undefined) {
      this.unprepared.delete(source);
      await source.prepare();
      this.untidy += 1;
    } else if (ahead !== undefined) {
      this.unforeseen.delete(ahead[0]);
      await this.lookAhead(...ahead);
    }
    return source !== undefined || ahead !== undefined;
  }

  /** Collects garbage where it is time; false where it is not. Blocks while it does. */
  tidy(): boolean {
    if (this.untidy < tidyAfter) return false;
    this.untidy = 0;
    globalThis.gc?.({ type: 'minor' });
    return true;
  }

  /** Until the next request comes, and tells main how far it got. Main misses a look that has no room. */
  private async lookAhead(
    source: PlanSource,
    { part, controls, ticksPerBar }: TakeRequest,
  ): Promise<void> {
    const { intent } = this;
    const { intents, requests } = this.lane;
    const ticks = controls.planBars * ticksPerBar;
    if (ticks === 0 || intents.room < ticks) return;
    const plans: TickPlan[] = [];
    for await (const plan of source.foresee(ticks)) {
      plans.push(plan);
      if (requests.length > 0) break;
    }
    plans.forEach((plan, index) => {
      intent[intentHead.part] = part;
      intent[intentHead.last] = Number(index === plans.length - 1);
      writePlan(intent, intentHead.plan, plan);
      intents.push(intent);
    });
    this.intended();
  }
}
