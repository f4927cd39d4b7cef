import type { Metre, Score } from '../score.js';
import { tickOf } from './grid.js';

/** How long a bar is. */
export type Bar = Pick<Metre, 'numerator' | 'denominator'>;

/** What a MIDI file is in where it does not say (SMF 1.0, time signature). */
const commonTime: Bar = { numerator: 4, denominator: 4 };

/**
 * The bar lines of a score of so many ticks, from tick 0 to the first that lies after them; each is the tick nearest to where
 * its metre has it. A change of metre begins a bar.
 */
export function barLinesOf({ ppq, metres }: Score, grid: number, ticks: number): Int32Array {
  const lines: number[] = [];
  const changes = [{ onset: 0, ...commonTime }, ...metres];
  for (const [at, { onset, numerator, denominator }] of changes.entries()) {
    const end = changes[at + 1]?.onset ?? Infinity;
    const pulses = (4 * ppq * numerator) / denominator;
    for (let bar = 0; onset + bar * pulses < end; bar++) {
      const line = tickOf(onset + bar * pulses, ppq, grid);
      if (line > (lines.at(-1) ?? -1)) lines.push(line);
      if (line >= ticks) return Int32Array.from(lines);
    }
  }
  return Int32Array.from(lines);
}

/** The metre of bars of so many ticks, in quarters where that can be. */
export function barOf(ticksPerBar: number, grid: number): Bar {
  for (let denominator = 4; denominator < 64; denominator *= 2) {
    const numerator = (ticksPerBar * denominator) / grid;
    if (Number.isInteger(numerator)) return { numerator, denominator };
  }
  return { numerator: ticksPerBar, denominator: grid };
}
