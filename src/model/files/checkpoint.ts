import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.js';
import { decodeSafetensors, encodeSafetensors, safetensorsMetadata } from '../safetensors.js';
import type { TrainState } from '../train/learner.js';
import type { Progress } from '../train/trainer.js';
import { checkpointFile } from './model-files.js';
import { replaceFile } from './replace-file.js';

/** A training run between two steps, on disk: what `--resume` goes on from. */
export interface Checkpoint {
  readonly state: TrainState;
  readonly progress: Progress;
  /** The best parameters so far, and when they were. */
  readonly best: { readonly params: Float32Array; readonly epoch: number; readonly nats: number };
  /** What came of each epoch: nats a target in training, with dropout, and of what it is judged by. */
  readonly history: readonly { readonly loss: number; readonly judged: number }[];
  /** Seconds and targets so far. */
  readonly seconds: number;
  readonly targets: number;
  /** The settings of the run: it can only go on with the same. */
  readonly settings: Readonly<Record<string, number | string | boolean>>;
  /** What it learns from, as a hash: it can only go on with the same. */
  readonly data: string;
}

const names = ['params', 'm', 'v', 'best', 'carried'] as const;

/** All in one file: whatever happens meanwhile, there is the one before or this one. @throws Fault FILE_UNWRITABLE */
export async function saveCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const { state, progress, best, ...rest } = checkpoint;
  const { params, m, v, carried, step } = state;
  const arrays = { params, m, v, best: best.params, carried };
  const tensors = names.map((name) => ({
    name,
    shape: [arrays[name].length],
    data: arrays[name],
  }));
  const notes: Notes = {
    ...rest,
    step,
    size: params.length,
    carried: carried.length,
    position: progress,
    best: { epoch: best.epoch, nats: best.nats },
  };
  const bytes = encodeSafetensors(tensors, { notes: JSON.stringify(notes) });
  await replaceFile(join(folder, checkpointFile), bytes);
}

/** @throws Fault FILE_MISSING where there is none, MODEL_BROKEN where it cannot be read. */
export async function loadCheckpoint(folder: string): Promise<Checkpoint> {
  const file = join(folder, checkpointFile);
  const bytes = await readFile(file).catch((cause: unknown) => {
    const hint = 'train without --resume first';
    throw new Fault('FILE_MISSING', 'cannot be read', { file, hint, cause });
  });
  const { step, size, carried: more, position, best, ...rest } = notesOf(bytes, file);
  const wanted = names.map((name) => ({ name, shape: [name === 'carried' ? more : size] }));
  const [params, m, v, bestParams, carried] = tensorsOf(bytes, wanted, file);
  return {
    ...rest,
    state: { params, m, v, carried, step },
    progress: position,
    // JSON has no infinity: there is no best before the first epoch ends.
    best: { ...best, params: bestParams, nats: best.nats ?? Infinity },
  };
}

interface Notes extends Omit<Checkpoint, 'state' | 'progress' | 'best'> {
  readonly step: number;
  readonly size: number;
  readonly carried: number;
  readonly position: Progress;
  readonly best: { readonly epoch: number; readonly nats: number | null };
}

function tensorsOf(
  bytes: Uint8Array,
  wanted: Parameters<typeof decodeSafetensors>[1],
  file: string,
) {
  try {
    return decodeSafetensors(bytes, wanted) as FixedTensors;
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault('MODEL_BROKEN', cause.message, {
      file,
      hint: 'train into another --out',
      cause,
    });
  }
}
type FixedTensors = [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];

function notesOf(bytes: Uint8Array, file: string): Notes {
  try {
    const notes = JSON.parse(String(safetensorsMetadata(bytes)['notes'])) as Notes;
    if ('position' in notes) return notes;
  } catch {
    // Said below.
  }
  throw new Fault('MODEL_BROKEN', 'is no checkpoint that this trainer wrote', {
    file,
    hint: 'train into another --out',
  });
}
