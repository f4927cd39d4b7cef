import { Fault } from '../fault.js';
import { Rng } from '../rng.js';
import type { Learner, Step } from './learner.js';
import type { Lesson } from './lesson.js';

/** How fast a run learns, and when. */
export interface Pace {
  readonly epochs: number;
  /** Peak learning rate. */
  readonly lr: number;
  /** Epochs in which it rises to its peak. */
  readonly warmup: number;
  /** After that it falls to nothing as a cosine (Loshchilov and Hutter 2017), or stays. */
  readonly schedule: 'cosine' | 'constant';
}

/** Where a run is between two steps: with its learner's state, all that is needed to go on and come to the same numbers. */
export interface Progress {
  /** Epochs done. */
  epoch: number;
  /** State of the random stream at the beginning of this epoch. */
  rng: readonly number[];
  /** Of this epoch: steps done, and the targets and nats in them. */
  done: number;
  targets: number;
  nats: number;
}

export function beginProgress(rng: Rng): Progress {
  return { epoch: 0, rng: rng.state(), done: 0, targets: 0, nats: 0 };
}

/**
 * Trains from where `progress` is to the end of its epoch, and gives the mean nats a target of the whole epoch; `progress`
 * moves on in place. `onSteps` hears of each few steps that the learner took together, and stops by returning false: then
 * there is no mean, and another call goes on. @throws Fault DIVERGED where a loss is no number any more.
 */
export async function trainEpoch(
  learner: Learner,
  lesson: Lesson,
  pace: Pace,
  progress: Progress,
  onSteps: (progress: Progress, steps: number, targets: number) => boolean | Promise<boolean>,
): Promise<number | undefined> {
  const rng = new Rng(progress.rng);
  const { steps, work } = lesson.epoch(rng);
  let next: Step[] = [];
  let at = 0;
  for (const each of work) {
    const begun = progress.epoch + at / steps;
    // Work that was done before is made again, so that the random stream is where it was.
    if (at++ < progress.done) continue;
    next.push({ work: each, lr: learningRate(pace, begun) });
    if (next.length < learner.atOnce && at < steps) continue;
    const losses = await learner.learn(next);
    if (!losses.every(Number.isFinite)) throw diverged();
    let targets = 0;
    next.forEach(({ work }, step) => {
      targets += work.targets;
      progress.nats += losses[step] * work.targets;
    });
    progress.targets += targets;
    progress.done = at;
    const more = await onSteps(progress, steps, targets);
    if (!more && progress.done < steps) return undefined;
    next = [];
  }
  const mean = progress.nats / progress.targets;
  progress.epoch++;
  progress.rng = rng.state();
  progress.done = progress.targets = progress.nats = 0;
  return mean;
}

/** At `epoch`, counted in whole and broken epochs from 0. */
export function learningRate({ lr, warmup, epochs, schedule }: Pace, epoch: number): number {
  if (epoch < warmup) return Math.min(lr, (lr * (epoch + 0.01)) / warmup);
  if (schedule === 'constant') return lr;
  const done = (epoch - warmup) / Math.max(1e-9, epochs - warmup);
  return lr * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done)));
}

/** What is learned is lost in numbers that are none: they never become any again. */
export function diverged(): Fault {
  return new Fault('DIVERGED', 'its numbers have grown until they are none', {
    hint: 'begin anew in another --out, with a smaller --lr or --clip',
  });
}
