import type { Clock } from '../core/clock.js';

/** `performance.now()` counts from the start of its own thread; the system's clock, from one origin for all. */
const origin = measureOrigin();

/** The same microseconds on every thread, to within one. Never blocks; leaves a number to the garbage collector. */
export const monotonic: Clock = {
  now: () => Math.floor(origin + performance.now() * 1000),
};

/** Takes the tightest of some pairs of readings: a thread may lose its turn between the two. */
function measureOrigin(): number {
  let best = { width: Infinity, origin: 0 };
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const before = performance.now() * 1000;
    const system = Number(process.hrtime.bigint()) / 1000;
    const after = performance.now() * 1000;
    if (after - before < best.width) {
      best = { width: after - before, origin: system - (before + after) / 2 };
    }
  }
  return best.origin;
}
