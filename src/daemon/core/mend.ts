import { sixteenthPulses } from './clock-out.js';
import type { Micros } from './clock.js';
import { ppq, Timeline } from './timeline.js';

/** Music that is off by no more than a sixteenth is moved to where it should be; from farther it jumps. */
export const nearPulses = sixteenthPulses;
/** What is off is made good within this much music, so that nothing jumps. */
export const mendPulses = ppq / 4;
/** It may run so many times as fast meanwhile, or as slow. */
const mostHaste = 2;

/**
 * From where the music is at `pulse`, a tempo that brings it to `meet` after `mendPulses`, which last `steady` at the `bpm` that
 * it mends to; it never stands still or turns back.
 */
export function mended(
  timeline: Timeline,
  pulse: number,
  meet: Micros,
  steady: Micros,
  bpm: number,
): Timeline {
  const from = timeline.microsAt(pulse);
  const spent = Math.min(steady * mostHaste, Math.max(steady / mostHaste, meet - from));
  return new Timeline((bpm * steady) / spent, pulse, from);
}
