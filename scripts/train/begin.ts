import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Values } from '../../src/daemon/core/setting.js';
import { Fault } from '../../src/model/fault.js';
import { loadCheckpoint, type Checkpoint } from '../../src/model/files/checkpoint.js';
import { cardFile, manifestFile } from '../../src/model/files/model-files.js';
import { initialParams } from '../../src/model/net/params.js';
import { Rng } from '../../src/model/rng.js';
import { freshState } from '../../src/model/train/learner.js';
import { beginProgress } from '../../src/model/train/trainer.js';
import { usual } from './options.js';
import type { Task } from './task.js';

/** Settings that may differ between a run and its resumption: none changes what is learned. */
const passing = [
  ...['data', 'out', 'engine', 'device', 'threads', 'samples', 'state', 'resume', 'force', 'json'],
];

/** The folder that `values` name for what is learned. @throws Fault BAD_VALUE */
export function folderOf(values: Values): string {
  for (const name of ['out', 'name'])
    if (values[name] === '')
      throw new Fault('BAD_VALUE', `--${name} is empty`, { hint: 'leave it out' });
  return values['out'] as string;
}

/**
 * The run in the folder that `values` name, where they say to go on with it; else undefined. All that can be wrong before
 * data is read is found here. @throws Fault USAGE where something would be lost that the folder has; BAD_VALUE where the
 * settings are not those of the run; and those of `loadCheckpoint`
 */
export async function findRun(values: Values): Promise<Checkpoint | undefined> {
  const folder = folderOf(values);
  if (values['resume'] === true) return withSameSettings(await loadCheckpoint(folder), values);
  if (values['force'] !== true) await refuseToReplace(folder);
  return undefined;
}

/** A run of a task: one that was found, or from its beginning. @throws Fault BAD_VALUE where the data is not what it began with. */
export function beginRun(found: Checkpoint | undefined, task: Task, values: Values): Checkpoint {
  if (found !== undefined && found.data !== task.data)
    throw new Fault('BAD_VALUE', 'the data is not what the run to resume began with', {
      hint: 'resume with the same files in --data',
    });
  return found ?? freshRun(task, values);
}

function freshRun(task: Task, values: Values): Checkpoint {
  const rng = new Rng(values['seed'] as number);
  const params = task.base?.params ?? initialParams(task.lesson.architecture, rng);
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

/** What only the model's card says: a resumption may say otherwise, and need not say it again. */
const told = ['name', 'data-name', 'licence', 'attribution'];

function withSameSettings(run: Checkpoint, values: Values): Checkpoint {
  const settings = { ...run.settings };
  for (const [name, value] of Object.entries(lasting(values))) {
    if (run.settings[name] === value) continue;
    if (told.includes(name)) {
      if (value !== usual[name]) settings[name] = value;
      continue;
    }
    throw new Fault(
      'BAD_VALUE',
      `--${name} is ${String(value)}, and the run to resume has ${String(run.settings[name] ?? 'none, as another version began it')}`,
      { hint: 'resume with the settings it began with' },
    );
  }
  return { ...run, settings };
}

/** A run that was stopped, a model, or a README.md, in whose place the model's card would be. */
async function refuseToReplace(folder: string): Promise<void> {
  const before = await loadCheckpoint(folder).catch((fault: unknown) => {
    if (fault instanceof Fault && fault.code === 'FILE_MISSING') return undefined;
    throw fault;
  });
  if (before !== undefined && before.state.step > 0 && !isOver(before, before.settings))
    throw new Fault('USAGE', `a run was stopped in epoch ${before.progress.epoch + 1} here`, {
      file: folder,
      hint: 'the same command with --resume goes on with it; another --out begins anew',
    });
  for (const name of [manifestFile, cardFile])
    if (existsSync(join(folder, name)))
      throw new Fault('USAGE', 'is there already', {
        file: join(folder, name),
        hint: `name another --out, or add --force to write over what is there${before === undefined ? '' : '; --resume scores it anew'}`,
      });
}

/** Whether there is nothing more to learn in `run`, by these settings. */
export function isOver({ progress, best }: Checkpoint, settings: Values): boolean {
  const { epochs, patience } = settings as { epochs: number; patience: number };
  return progress.epoch >= epochs || progress.epoch - best.epoch >= patience;
}

function lasting(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !passing.includes(name)));
}
