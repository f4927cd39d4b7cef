import type { Generator } from './generator.js';
import type { Order } from './orders.js';
import type { Controls, TickPlan } from './tick.js';

/** What a model plays when nobody else does: `ticks` plans in a row, in bars of four beats, with these orders at a tick. */
export async function improvise(
  generator: Generator,
  ticks: number,
  controls: Controls,
  orders: (tick: number) => readonly Order[] = () => [],
): Promise<TickPlan[]> {
  const plans: TickPlan[] = [];
  const ticksPerBar = generator.codec.spec.grid;
  const alone = { heard: null, held: false, played: null, armed: false, controls };
  for (let tick = 0; tick < ticks; tick++) {
    const position = tick % ticksPerBar;
    plans.push(
      await generator.next({ tick, position, ticksPerBar, orders: orders(tick), ...alone }),
    );
  }
  return plans;
}
