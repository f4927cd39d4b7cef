import type { TickPlan } from '../tick.js';

/** Ticks that are remembered: 64 bars of sixteenths. */
const span = 1024;

interface Fed {
  readonly tick: number;
  readonly token: number;
}

/** What was played at the last ticks: what the window was told, and the part's own plans. */
export class Recent {
  private tokens: (Fed | undefined)[] = [];
  private plans: (TickPlan | undefined)[] = [];

  /** The token that the window was told for a tick, while it is remembered. */
  token(tick: number): number | undefined {
    const fed = this.tokens[place(tick)];
    return fed?.tick === tick ? fed.token : undefined;
  }

  /** What the part itself played at a tick, while it is remembered. */
  plan(tick: number): TickPlan | undefined {
    const plan = this.plans[place(tick)];
    return plan?.tick === tick ? plan : undefined;
  }

  keepToken(tick: number, token: number): void {
    this.tokens[place(tick)] = { tick, token };
  }

  keepPlan(plan: TickPlan): void {
    this.plans[place(plan.tick)] = plan;
  }

  /** At `tick` it was as so many ticks before it, as far as that is remembered. */
  repeat(tick: number, length: number): void {
    const [token, plan] = [this.token(tick - length), this.plan(tick - length)];
    if (token !== undefined) this.keepToken(tick, token);
    if (plan !== undefined) this.keepPlan({ ...plan, tick });
  }

  copy(): Recent {
    const copy = new Recent();
    copy.tokens = [...this.tokens];
    copy.plans = [...this.plans];
    return copy;
  }

  clear(): void {
    this.tokens = [];
    this.plans = [];
  }
}

function place(tick: number): number {
  return ((tick % span) + span) % span;
}
