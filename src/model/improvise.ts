import type { Generator } from './generator.js';
import type { Controls, TickPlan } from './tick.js';

/** What a model plays when nobody else does: `ticks` plans in a row, in bars of four beats. */
export async function improvise(
  generator: Generator,
  ticks: number,
  controls: Controls,
): Promise<TickPlan[]> {
  const plans: TickPlan[] = [];
  const ticksPerBar = generator.codec.spec.grid;
  const alone = { heard: null, held: false, played: null, armed: false, controls, orders: [] };
  for (let tick = 0; tick < ticks; tick++) {
    plans.push(await generator.next({ tick, position: tick % ticksPerBar, ticksPerBar, ...alone }));
  }
  return plans;
}
