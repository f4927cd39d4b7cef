import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/model/fault.js';
import { loadModel, saveModel } from '../../../src/model/files/model-folder.js';
import { smallModel } from '../small.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ghostnote-model-'));
  await saveModel(folder, smallModel());
});
afterEach(() => rm(folder, { recursive: true }));

const fault = async (): Promise<Fault> => {
  const error: unknown = await loadModel(folder).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
};

async function edit(change: (manifest: Record<string, unknown>) => void): Promise<void> {
  const file = join(folder, 'model.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  change(manifest);
  await writeFile(file, JSON.stringify(manifest));
}

describe('a model folder', () => {
  it('is read back as it was saved', async () => {
    expect(await loadModel(folder)).toEqual(smallModel());
  });

  it('that is not there is named, with what a model is', async () => {
    await rm(join(folder, 'model.json'));
    const { code, file, hint } = await fault();
    expect(code).toBe('MODEL_MISSING');
    expect(file).toBe(join(folder, 'model.json'));
    expect(hint).toContain('weights.safetensors');
  });

  it('whose weights are cut short is named, with the place', async () => {
    await truncate(join(folder, 'weights.safetensors'), 3000);
    const { code, file, offset } = await fault();
    expect(code).toBe('MODEL_BROKEN');
    expect(file).toBe(join(folder, 'weights.safetensors'));
    expect(offset).toBeLessThanOrEqual(3000);
  });

  it('of another version says which one it has and which is read', async () => {
    await edit((manifest) => (manifest['version'] = 2));
    const { code, message } = await fault();
    expect(code).toBe('MODEL_VERSION');
    expect(message).toContain('version 2');
    expect(message).toContain('version 1');
  });

  it.each([
    ['hidden', 16, 'needs F32 [64, 41]'],
    ['hidden', -1, 'architecture.hidden'],
    ['vocabulary', 9, 'vocabulary.names has 6 entries'],
  ])('whose %s was changed to %d does not load', async (name, value, message) => {
    await edit((manifest) => ((manifest['architecture'] as Record<string, number>)[name] = value));
    const found = await fault();
    expect(found.code).toBe('MODEL_BROKEN');
    expect(found.message).toContain(message);
  });

  it('that is no JSON says so', async () => {
    await writeFile(join(folder, 'model.json'), '{');
    expect((await fault()).message).toContain('not valid JSON');
  });
});
