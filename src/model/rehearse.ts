import type { PlanRequest, PlanSource } from './plan-source.js';
import { plainControls } from './tick.js';

/** The first of a take. */
const first: PlanRequest = {
  tick: 0,
  position: 0,
  ticksPerBar: 16,
  heard: null,
  held: false,
  played: null,
  armed: false,
  controls: plainControls,
  orders: [],
};

/**
 * Plays a first tick of each for nobody, together, and begins anew: the first plan of code and memory that nobody has touched
 * takes several times as long as those after it, and with many parts too long for the tick at which they all begin. For
 * sources that have not played yet: they are as they were.
 */
export async function rehearse(sources: readonly PlanSource[]): Promise<void> {
  await Promise.all(sources.map((source) => source.next(first)));
  for (const source of sources) {
    await source.prepare();
    source.reset();
    await source.prepare();
  }
}
