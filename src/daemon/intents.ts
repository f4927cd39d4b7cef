import type { Control } from './core/control.js';
import type { PlanMessage } from './core/messages.js';
import { partName } from './core/part-settings.js';

/** Tells clients what parts intend, for as long as that is wanted. Main thread. */
export class Intents {
  /** Parts of which something was told since they were wanted to. */
  private readonly told = new Set<number>();

  constructor(private readonly control: Pick<Control, 'values' | 'publish'>) {}

  /** A part looked ahead; the look that was under way as it was turned off is for nobody. */
  hear(plan: PlanMessage): void {
    if (!this.isWanted(plan.part)) return;
    this.told.add(plan.part);
    this.control.publish(plan);
  }

  /** Settings may be others: who is wanted to tell no more intends nothing that is to be shown. */
  settingsChanged(): void {
    for (const part of this.told) {
      if (this.isWanted(part)) continue;
      this.told.delete(part);
      this.control.publish({ type: 'plan', part, ticks: [] });
    }
  }

  private isWanted(part: number): boolean {
    return this.control.values[partName(part, 'plan-bars')] !== 0;
  }
}
