import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  loadCheckpoint,
  saveCheckpoint,
  type Checkpoint,
} from '../../../src/model/files/checkpoint.js';

const checkpoint: Checkpoint = {
  state: {
    params: Float32Array.of(1, 2),
    m: Float32Array.of(3, 4),
    v: Float32Array.of(5, 6),
    carried: new Float32Array(),
    step: 7,
  },
  progress: { epoch: 1, rng: [1, -2, 3, 4], done: 5, targets: 6, nats: 0.7 },
  best: { params: Float32Array.of(8, 9), epoch: 1, nats: Infinity },
  history: [{ loss: 2.5, judged: 1.25 }],
  seconds: 12.5,
  targets: 1000,
  settings: { name: 'Übung', batch: 16, carry: false },
  data: 'a1b2',
};

describe('a checkpoint', () => {
  let folder = '';
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ghostnote-checkpoint-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('is read as it was saved, from one file: a crash leaves no half of it', async () => {
    await saveCheckpoint(folder, checkpoint);
    expect(await readdir(folder)).toEqual(['checkpoint.safetensors']);
    expect(await loadCheckpoint(folder)).toEqual(checkpoint);
  });

  it('that is damaged is a fault that names it, and what to do', async () => {
    await saveCheckpoint(folder, checkpoint);
    const file = join(folder, 'checkpoint.safetensors');
    const bytes = await readFile(file);
    for (const cut of [0, 5, 40, bytes.length - 1]) {
      await writeFile(file, bytes.subarray(0, cut));
      await expect(loadCheckpoint(folder)).rejects.toMatchObject({ code: 'MODEL_BROKEN' });
    }
    await rm(file);
    await expect(loadCheckpoint(folder)).rejects.toMatchObject({ code: 'FILE_MISSING', file });
  });
});
