import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/model/fault.js';
import { loadModel, saveModel } from '../../../src/model/files/model-folder.js';
import { smallModel, tutorialModel } from '../small.js';

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

  it('that cannot be written over is as it was, with nothing beside it', async () => {
    await mkdir(join(folder, 'model.json.part'));
    await expect(saveModel(folder, smallModel(2))).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      file: join(folder, 'model.json'),
    });
    await rm(join(folder, 'model.json.part'), { recursive: true });
    expect(await loadModel(folder)).toEqual(smallModel());
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
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
    ['hidden', 16, 'needs F32 [64, 131]'],
    ['hidden', -1, 'architecture.hidden'],
    ['vocabulary', 9, 'vocabulary.names has 6 entries'],
  ])('whose %s was changed to %d does not load', async (name, value, message) => {
    await edit((manifest) => ((manifest['architecture'] as Record<string, number>)[name] = value));
    const found = await fault();
    expect(found.code).toBe('MODEL_BROKEN');
    expect(found.message).toContain(message);
  });

  it('with a token that is none of its codec is broken, and named', async () => {
    await edit((manifest) => ((manifest['vocabulary'] as { names: string[] }).names[1] = 'X9.foo'));
    await expect(loadModel(folder)).rejects.toMatchObject({
      code: 'MODEL_BROKEN',
      file: join(folder, 'model.json'),
      message: expect.stringContaining('X9.foo') as string,
    });
  });

  it('whose model.json begins with a byte order mark is read all the same', async () => {
    const file = join(folder, 'model.json');
    await writeFile(file, `\uFEFF${await readFile(file, 'utf8')}`);
    expect((await loadModel(folder)).manifest.name).toBe('small');
  });

  it('that is no JSON says so', async () => {
    await writeFile(join(folder, 'model.json'), '{');
    expect((await fault()).message).toContain('not valid JSON');
  });
});

describe("a model folder of the tutorial's network", () => {
  beforeEach(() => saveModel(folder, tutorialModel()));

  it('is read back as it was saved', async () => {
    expect(await loadModel(folder)).toEqual(tutorialModel());
  });

  it.each([
    [
      'no recurrent layer',
      [
        { type: 'dense', units: 7 },
        { type: 'dense', units: 7 },
      ],
      'recurrent',
    ],
    ['another end', [{ type: 'rnn', units: 7 }, { type: 'relu' }], 'dense layer'],
    [
      'too few outputs',
      [
        { type: 'rnn', units: 7 },
        { type: 'dense', units: 6 },
      ],
      'has 6 entries',
    ],
    ['a layer of another kind', [{ type: 'conv' }, { type: 'dense', units: 7 }], 'stack.0.type'],
  ])('with %s does not load', async (_, stack, message) => {
    await edit((manifest) => ((manifest['architecture'] as { stack: unknown }).stack = stack));
    const found = await fault();
    expect(found.code).toBe('MODEL_BROKEN');
    expect(found.message).toContain(message);
  });

  it.each([
    ['no opening', undefined, 'at least one'],
    ['an opening that is no window', [[1, 2]], 'has 2 entries'],
    ['an opening with a token that is none', [Array(8).fill(7)], 'over 6'],
  ])('with %s does not load', async (_, openings, message) => {
    await edit((manifest) => (manifest['openings'] = openings));
    expect((await fault()).message).toContain(message);
  });
});

it("a model folder that names no kind of network holds a 'step' network", async () => {
  await edit((manifest) => delete (manifest['architecture'] as { kind?: string }).kind);
  expect(await loadModel(folder)).toEqual(smallModel());
});
