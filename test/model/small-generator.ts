import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { Generator } from '../../src/model/generator.js';
import type { PlanRequest } from '../../src/model/plan-source.js';
import { type Controls, plainControls, type TickPlan } from '../../src/model/tick.js';
import { manifest, smallModel } from './small.js';

const model = smallModel(1, 4);
export const controls: Controls = { ...plainControls, seed: 5 };

/** The request for a tick at which nobody else plays. */
export const at = (tick: number, more: Partial<PlanRequest> = {}): PlanRequest => ({
  tick,
  position: tick % 16,
  ticksPerBar: 16,
  ...{ heard: null, held: false, played: null, armed: false, controls, orders: [] },
  ...more,
});

/** One that plays the small model; `usual` is how loud each of its voices usually is. */
export async function create(usual = manifest.usualVelocity): Promise<Generator> {
  const { architecture } = manifest;
  const options = { device: 'cpu', threads: 1 };
  const played = { ...model, manifest: { ...model.manifest, usualVelocity: usual } };
  return new Generator(played, await createOrtEngine(architecture, model.params, options));
}

/** The plans of the first so many ticks. */
export async function play(
  generator: Generator,
  ticks: number,
  with_: Controls = controls,
): Promise<TickPlan[]> {
  const plans: TickPlan[] = [];
  for (let tick = 0; tick < ticks; tick++)
    plans.push(await generator.next(at(tick, { controls: with_ })));
  return plans;
}
