import type { StepArchitecture } from '../net/architecture.js';
import type { Piece } from '../piece.js';
import { Rng } from '../rng.js';
import { epochBatches } from './batches.js';
import type { Variation } from './vary.js';
import { trainStep, type Runner, type StepResult, type TrainState } from './optimizer.js';

/** How a run learns; saved with the model. */
export interface Recipe {
  readonly epochs: number;
  readonly batch: number;
  /** Inputs of a training window: that of play. */
  readonly window: number;
  /** Peak learning rate; it warms up over `warmup` epochs and falls to nothing as a cosine (Loshchilov and Hutter 2017). */
  readonly lr: number;
  readonly warmup: number;
  readonly dropout: number;
  /** Chance that a window is not told one of its features. */
  readonly hide: number;
  /** Chance that a piece is varied in an epoch. */
  readonly vary: number;
  readonly seed: number;
}

/** A run between two epochs: all that is needed to go on and come to the same numbers. */
export interface Progress {
  readonly state: TrainState;
  /** Epochs done. */
  epoch: number;
  /** State of the random stream. */
  rng: readonly number[];
}

/** What is learned from. */
export interface Material {
  readonly pieces: readonly Piece[];
  /** What pieces may be varied to. */
  readonly variations: readonly Variation[];
}

/**
 * Trains one epoch; `progress` moves on in place. `onStep` hears of every step, and ends the epoch early by returning
 * false: the progress is then that of the last whole epoch, whose state the caller keeps.
 */
export async function trainEpoch(
  runner: Runner,
  architecture: StepArchitecture,
  { pieces, variations }: Material,
  recipe: Recipe,
  progress: Progress,
  onStep: (result: StepResult, done: number, total: number, targets: number) => boolean,
): Promise<boolean> {
  const rng = new Rng(progress.rng);
  const { window: T, batch: B, hide, vary } = recipe;
  const shape = { T, B, hide, vary, variations };
  const batches = [...epochBatches(architecture, pieces, shape, rng)];
  for (const [at, batch] of batches.entries()) {
    const lr = learningRate(recipe, progress.epoch + at / batches.length);
    const settings = { lr, dropout: recipe.dropout };
    const result = await trainStep(
      runner,
      architecture,
      progress.state,
      batch,
      shape,
      settings,
      rng,
    );
    if (!onStep(result, at + 1, batches.length, batch.targets)) return false;
  }
  progress.epoch++;
  progress.rng = rng.state();
  return true;
}

/** At `epoch`, counted in whole and broken epochs from 0. */
export function learningRate({ lr, warmup, epochs }: Recipe, epoch: number): number {
  if (epoch < warmup) return (lr * (epoch + 0.01)) / warmup;
  const done = (epoch - warmup) / Math.max(1e-9, epochs - warmup);
  return lr * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done)));
}
