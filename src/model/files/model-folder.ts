import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderCard } from '../card.js';
import { Fault } from '../fault.js';
import { parseManifest, type Manifest } from '../manifest.js';
import type { Model } from '../model.js';
import { paramCount, paramTable, paramViews } from '../net/params.js';
import { decodeSafetensors, encodeSafetensors } from '../safetensors.js';
import { cardFile, manifestFile, weightsFile } from './model-files.js';
import { replaceFile, replaceTogether } from './replace-file.js';

/** @throws Fault MODEL_MISSING, MODEL_BROKEN or MODEL_VERSION, naming the file. */
export async function loadModel(folder: string): Promise<Model> {
  const manifest = await loadManifest(folder);
  const table = paramTable(manifest.architecture);
  const tensors = await blame(folder, weightsFile, (bytes) => decodeSafetensors(bytes, table));
  const params = new Float32Array(paramCount(manifest.architecture));
  table.forEach(({ name }, at) =>
    paramViews(manifest.architecture, params).get(name)!.set(tensors[at]!),
  );
  return { manifest, params };
}

/** What `model.json` alone says. @throws Fault as `loadModel` does. */
export function loadManifest(folder: string): Promise<Manifest> {
  return blame(folder, manifestFile, (bytes) => parseManifest(bytes.toString('utf8')));
}

/** Writes weights, `model.json` and the card. @throws Fault FILE_UNWRITABLE */
export async function saveModel(folder: string, { manifest, params }: Model): Promise<void> {
  const views = paramViews(manifest.architecture, params);
  const tensors = paramTable(manifest.architecture).map(({ name, shape }) => ({
    name,
    shape,
    data: views.get(name)!,
  }));
  await replaceTogether([
    { file: join(folder, weightsFile), content: encodeSafetensors(tensors) },
    { file: join(folder, manifestFile), content: `${JSON.stringify(manifest, null, 2)}\n` },
  ]);
  await replaceFile(join(folder, cardFile), renderCard(manifest));
}

async function blame<T>(folder: string, name: string, parse: (bytes: Buffer) => T): Promise<T> {
  const file = join(folder, name);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new Fault('MODEL_MISSING', 'cannot be read', {
      file,
      hint: `a model is a folder with ${manifestFile} and ${weightsFile}, or the name of one that ghostnote models lists`,
      cause,
    });
  }
  try {
    return parse(bytes);
  } catch (error) {
    throw error instanceof Fault ? error.in(file) : error;
  }
}
