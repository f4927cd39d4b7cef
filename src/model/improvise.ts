import type { Generator } from './generator.js';
import type { PlanRequest } from './plan-source.js';
import type { Controls, TickPlan } from './tick.js';

/**
 * What a model plays when nobody else does: `ticks` plans in a row, in bars of four beats or of `ticksPerBar`.
 * `changes` says what is ordered at a tick, and where the controls are others there.
 */
export async function improvise(
  source: Pick<Generator, 'next' | 'codec'>,
  ticks: number,
  controls: Controls,
  changes: (tick: number) => Partial<Pick<PlanRequest, 'orders' | 'controls'>> = () => ({}),
  ticksPerBar = source.codec.spec.grid,
): Promise<TickPlan[]> {
  const plans: TickPlan[] = [];
  for (let tick = 0; tick < ticks; tick++)
    plans.push(await source.next({ ...alone(tick, ticksPerBar, controls), ...changes(tick) }));
  return plans;
}

/** The request for a tick at which nobody else plays and nothing is ordered. */
export function alone(tick: number, ticksPerBar: number, controls: Controls): PlanRequest {
  const place = { tick, position: tick % ticksPerBar, ticksPerBar };
  return { ...place, heard: null, held: false, played: null, armed: false, controls, orders: [] };
}
