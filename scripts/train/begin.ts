import type { Values } from '../../src/daemon/core/settings.js';
import { Fault } from '../../src/model/fault.js';
import { loadCheckpoint, type Checkpoint } from '../../src/model/files/checkpoint.js';
import { initialParams } from '../../src/model/net/params.js';
import { Rng } from '../../src/model/rng.js';
import { freshState } from '../../src/model/train/learner.js';
import { beginProgress } from '../../src/model/train/trainer.js';
import type { Task } from './task.js';

/** Settings that may differ between a run and its resumption: none changes what is learned. */
const passing = [
  ...['data', 'out', 'engine', 'device', 'threads', 'samples', 'state', 'resume', 'json'],
];

/**
 * A run before its first epoch. @throws Fault USAGE where `folder` has one that was stopped, and MODEL_BROKEN where it has
 * one that cannot be read: what that has learned would be lost.
 */
export async function beginRun(folder: string, task: Task, values: Values): Promise<Checkpoint> {
  const before = await loadCheckpoint(folder).catch((fault: unknown) => {
    if (fault instanceof Fault && fault.code === 'FILE_MISSING') return undefined;
    throw fault;
  });
  if (before !== undefined && before.state.step > 0 && !isOver(before, before.settings))
    throw new Fault('USAGE', `a run was stopped in epoch ${before.progress.epoch + 1} here`, {
      file: folder,
      hint: 'the same command with --resume goes on with it; another --out begins anew',
    });
  const rng = new Rng(values['seed'] as number);
  const params = initialParams(task.lesson.architecture, rng);
  return {
    state: freshState(params),
    progress: beginProgress(rng),
    best: { params, epoch: 0, nats: Infinity },
    history: [],
    seconds: 0,
    targets: 0,
    settings: lasting(values),
    data: task.data,
  };
}

/** The run in `folder`. @throws Fault BAD_VALUE where the settings or the data are not those it began with. */
export async function resumeRun(folder: string, task: Task, values: Values): Promise<Checkpoint> {
  const run = await loadCheckpoint(folder);
  for (const [name, value] of Object.entries(lasting(values))) {
    if (run.settings[name] === value) continue;
    throw new Fault(
      'BAD_VALUE',
      `--${name} is ${String(value)}, and the run to resume has ${String(run.settings[name])}`,
      {
        hint: 'resume with the settings it began with',
      },
    );
  }
  if (run.data !== task.data)
    throw new Fault('BAD_VALUE', 'the data is not what the run to resume began with', {
      hint: 'resume with the same files in --data',
    });
  return run;
}

/** Whether there is nothing more to learn in `run`, by these settings. */
export function isOver({ progress, best }: Checkpoint, settings: Values): boolean {
  const { epochs, patience } = settings as { epochs: number; patience: number };
  return progress.epoch >= epochs || progress.epoch - best.epoch >= patience;
}

function lasting(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !passing.includes(name)));
}
