import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepSpare, keptFolders, spareOf } from '../../../src/daemon/io/spare-models.js';
import { loadModel, saveModel } from '../../../src/model/files/model-folder.js';
import { smallModel } from '../../model/small.js';
import { scratchFolder } from '../../support/scratch-folder.js';

async function places() {
  const folder = await scratchFolder();
  const [spares, model] = [join(folder, 'spares'), join(folder, 'model')];
  await saveModel(model, smallModel(1, 4));
  const lines: string[] = [];
  const keep = (of = model) => keepSpare(spares, of, (_, line) => lines.push(line));
  return { folder, spares, model, lines, keep, spare: spareOf(spares, model) };
}

test('the copy is the model as it was when it was kept last', async () => {
  const { model, spare, keep, lines } = await places();
  await keep();
  await saveModel(model, smallModel(2, 4));
  await keep();
  await rm(model, { recursive: true });
  await keep();
  expect((await loadModel(spare)).params).toEqual(smallModel(2, 4).params);
  expect(lines).toEqual([]);
});

test('a copy that is the same already is not written again', async () => {
  const { spare, keep } = await places();
  await keep();
  const weights = join(spare, 'weights.safetensors');
  const { ino } = await stat(weights);
  await keep();
  expect((await stat(weights)).ino).toBe(ino);
});

test('of many models those are kept that played last', async () => {
  const { folder, spares, keep } = await places();
  for (let number = 0; number < 10; number += 1) {
    await saveModel(join(folder, `${number}`), smallModel(1, 4));
    await keep(join(folder, `${number}`));
  }
  const kept = (await readdir(spares)).map((name) => name.split('-')[0]);
  expect(kept.sort()).toEqual(['2', '3', '4', '5', '6', '7', '8', '9']);
  const folders = [9, 8, 7, 6, 5, 4, 3, 2].map((number) => join(folder, `${number}`));
  expect(await keptFolders(spares)).toEqual(folders);
});

test('where no copy can be written a line says so', async () => {
  const { spares, keep, lines } = await places();
  await writeFile(spares, 'a file');
  await keep();
  expect(lines).toEqual([expect.stringMatching(/^No copy of the model in .* is kept: /)]);
  expect(await readFile(spares, 'utf8')).toBe('a file');
});
