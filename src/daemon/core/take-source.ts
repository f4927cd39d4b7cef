import type { PlanSource, Recall } from '../../model/plan-source.js';
import type { TickPlan } from '../../model/tick.js';
import type { TakeRequest } from './conductor-output.js';

/** The source of a part, which begins anew with each take and recalls what orders name: in a session, and as it is played again. */
export class TakeSource {
  /** Of the last request; 0 before the first. */
  private take = 0;

  /** `recalls` are taken out by number as they are ordered. `goesOn`: the source recalls the take that is under way. */
  constructor(
    private readonly source: Pick<PlanSource, 'next' | 'recall' | 'reset'>,
    private readonly recalls: Map<number, Recall>,
    private goesOn = false,
  ) {}

  /** Before the first request: the take under way had this played in it. */
  goOn(recall: Recall): void {
    this.source.recall(recall);
    this.goesOn = true;
  }

  /** As `PlanSource.next`. */
  async next(request: TakeRequest): Promise<TickPlan> {
    const { source, recalls } = this;
    const { take, tick, orders } = request;
    const isUnderWay = this.take === 0 && this.goesOn && tick > 0;
    if (take !== this.take && !isUnderWay) source.reset();
    this.take = take;
    for (const { kind, a } of orders) {
      const recall = kind === 'recall' ? recalls.get(a) : undefined;
      if (recall === undefined) continue;
      source.recall(recall);
      recalls.delete(a);
    }
    return source.next(request);
  }
}
