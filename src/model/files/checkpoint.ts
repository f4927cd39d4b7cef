import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.js';
import { decodeSafetensors, encodeSafetensors } from '../safetensors.js';
import type { Progress } from '../train/trainer.js';
import { replaceFile } from './replace-file.js';

/** A training run between two epochs, on disk: what `--resume` goes on from. */
export interface Checkpoint {
  readonly progress: Progress;
  /** The best parameters so far, and when they were. */
  readonly best: { readonly params: Float32Array; readonly epoch: number; readonly nats: number };
  /** Seconds and targets so far. */
  readonly seconds: number;
  readonly targets: number;
  /** The settings of the run: it can only go on with the same. */
  readonly settings: Readonly<Record<string, number | string | boolean>>;
}

const tensorsFile = 'checkpoint.safetensors';
const notesFile = 'checkpoint.json';
const names = ['params', 'm', 'v', 'best'] as const;

/** Writes both files, each complete before it takes its name. @throws Fault FILE_UNWRITABLE */
export async function saveCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const { progress, best, ...rest } = checkpoint;
  const { params, m, v, step } = progress.state;
  const arrays = { params, m, v, best: best.params };
  const tensors = names.map((name) => ({ name, shape: [params.length], data: arrays[name] }));
  const notes = {
    ...rest,
    step,
    size: params.length,
    epoch: progress.epoch,
    rng: progress.rng,
    best: { epoch: best.epoch, nats: best.nats },
  };
  await replaceFile(join(folder, tensorsFile), encodeSafetensors(tensors));
  await replaceFile(join(folder, notesFile), JSON.stringify(notes));
}

/** @throws Fault FILE_MISSING where there is none, MODEL_BROKEN where it cannot be read. */
export async function loadCheckpoint(folder: string): Promise<Checkpoint> {
  const read = (name: string): Promise<Buffer> =>
    readFile(join(folder, name)).catch((cause: unknown) => {
      const hint = 'train without --resume first';
      throw new Fault('FILE_MISSING', 'cannot be read', { file: join(folder, name), hint, cause });
    });
  const notes = JSON.parse((await read(notesFile)).toString('utf8')) as Notes;
  const wanted = names.map((name) => ({ name, shape: [notes.size] }));
  const [params, m, v, best] = decodeSafetensors(await read(tensorsFile), wanted) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const { step, epoch, rng, seconds, targets, settings } = notes;
  return {
    progress: { state: { params, m, v, step }, epoch, rng },
    best: { params: best, ...notes.best },
    seconds,
    targets,
    settings,
  };
}

interface Notes extends Pick<Checkpoint, 'seconds' | 'targets' | 'settings'> {
  readonly step: number;
  readonly size: number;
  readonly epoch: number;
  readonly rng: readonly number[];
  readonly best: { readonly epoch: number; readonly nats: number };
}
