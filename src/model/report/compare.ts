import { longestCopiedRun } from '../copied-run.js';
import type { Piece } from '../piece.js';
import { loopsOneBar, type Clip } from './clips.js';
import type { Measure } from './measures.js';
import { histogram, overlap } from './overlap.js';

/** Clips of a model, and of two splits that it did not learn from. */
export interface Compared {
  readonly model: readonly Clip[];
  readonly validation: readonly Clip[];
  readonly test: readonly Clip[];
}
export const sides = ['model', 'validation', 'test'] as const;
export type Side = (typeof sides)[number];

export interface Comparison {
  readonly measure: Measure;
  readonly shares: Readonly<Record<Side, readonly number[]>>;
  /** Of the model with validation; and of validation with test: as much as two samples of drummers have in common. */
  readonly overlap: number;
  readonly yardstick: number;
}

/** By each measure that any clip has a value of: of tokens without loudness, that of loudness is no difference. */
export function compare(clips: Compared, measures: readonly Measure[]): Comparison[] {
  return measures.flatMap((measure) => {
    const values = (side: Side): number[] => clips[side].flatMap((clip) => measure.values(clip));
    const all = { model: values('model'), validation: values('validation'), test: values('test') };
    if (sides.every((side) => all[side].length === 0)) return [];
    const shares = {
      model: histogram(measure, all.model),
      validation: histogram(measure, all.validation),
      test: histogram(measure, all.test),
    };
    return {
      measure,
      shares,
      overlap: overlap(shares.model, shares.validation),
      yardstick: overlap(shares.validation, shares.test),
    };
  });
}

/** What of the clips is copied from training, in ticks, and how many hold four equal bars in a row. */
export interface Copies {
  readonly longest: number;
  readonly median: number;
  readonly loops: number;
}

export function countCopies(clips: readonly Clip[], training: readonly Piece[]): Copies {
  const sources = training.map(({ tokens }) => tokens);
  const runs = clips
    .map(({ tokens }) => longestCopiedRun(tokens, sources))
    .toSorted((a, b) => a - b);
  return {
    longest: runs.at(-1) ?? 0,
    median: runs[Math.floor(runs.length / 2)] ?? 0,
    loops: clips.filter((clip) => loopsOneBar(clip)).length,
  };
}

export interface Oddity {
  readonly clip: Clip;
  /** In standard deviations of validation clips, the most of any measure, and which. */
  readonly distance: number;
  readonly measure: Measure;
}

/** The model's clips whose mean of some measure is farthest from what validation clips have, the oddest first. */
export function oddest(
  { model, validation }: Compared,
  measures: readonly Measure[],
  count: number,
): Oddity[] {
  const mean = (values: readonly number[]): number =>
    values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
  const usual = measures
    .filter(({ names }) => names === undefined)
    .map((measure) => {
      const means = validation.map((clip) => mean(measure.values(clip)));
      const centre = mean(means);
      const spread = Math.sqrt(mean(means.map((value) => (value - centre) ** 2)));
      return { measure, centre, spread: Math.max(spread, 1e-6) };
    });
  return model
    .map((clip): Oddity =>
      usual
        .map(({ measure, centre, spread }) => ({
          clip,
          measure,
          distance: Math.abs(mean(measure.values(clip)) - centre) / spread,
        }))
        .reduce((most, one) => (one.distance > most.distance ? one : most)),
    )
    .toSorted((a, b) => b.distance - a.distance)
    .slice(0, count);
}
