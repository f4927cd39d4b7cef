import { alone } from './improvise.js';
import type { PlanSource } from './plan-source.js';
import { plainControls } from './tick.js';

/**
 * Plays a first tick of each for nobody, together, and begins anew: the first plan of code and memory that nobody has touched
 * takes several times as long as those after it, and with many parts too long for the tick at which they all begin. For
 * sources that have not played yet: they are as they were.
 */
export async function rehearse(sources: readonly PlanSource[]): Promise<void> {
  const first = alone(0, 16, plainControls);
  await Promise.all(sources.map((source) => source.next(first)));
  for (const source of sources) {
    await source.prepare();
    source.reset();
  }
}
