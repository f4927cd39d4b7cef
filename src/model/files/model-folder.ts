import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.js';
import { parseManifest } from '../manifest.js';
import type { Model } from '../model.js';
import { paramCount, paramTable, paramViews } from '../net/params.js';
import { decodeSafetensors, encodeSafetensors } from '../safetensors.js';

const manifestFile = 'model.json';
const weightsFile = 'weights.safetensors';

/** @throws Fault MODEL_MISSING, MODEL_BROKEN or MODEL_VERSION, naming the file. */
export async function loadModel(folder: string): Promise<Model> {
  const manifest = await blame(folder, manifestFile, (bytes) =>
    parseManifest(bytes.toString('utf8')),
  );
  const table = paramTable(manifest.architecture);
  const tensors = await blame(folder, weightsFile, (bytes) => decodeSafetensors(bytes, table));
  const params = new Float32Array(paramCount(manifest.architecture));
  table.forEach(({ name }, at) =>
    paramViews(manifest.architecture, params).get(name)!.set(tensors[at]!),
  );
  return { manifest, params };
}

/** Writes both files, each complete before it takes its name. @throws Fault FILE_UNWRITABLE */
export async function saveModel(folder: string, { manifest, params }: Model): Promise<void> {
  const views = paramViews(manifest.architecture, params);
  const tensors = paramTable(manifest.architecture).map(({ name, shape }) => ({
    name,
    shape,
    data: views.get(name)!,
  }));
  try {
    await mkdir(folder, { recursive: true });
    await replace(join(folder, weightsFile), encodeSafetensors(tensors));
    await replace(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  } catch (cause) {
    throw new Fault('FILE_UNWRITABLE', `cannot be written: ${(cause as Error).message}`, {
      file: folder,
      hint: 'free some space, or give another folder with --out',
      cause,
    });
  }
}

async function blame<T>(folder: string, name: string, parse: (bytes: Buffer) => T): Promise<T> {
  const file = join(folder, name);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new Fault('MODEL_MISSING', 'cannot be read', {
      file,
      hint: `a model is a folder with ${manifestFile} and ${weightsFile}; --model takes its path`,
      cause,
    });
  }
  try {
    return parse(bytes);
  } catch (error) {
    throw error instanceof Fault ? error.in(file) : error;
  }
}

async function replace(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${file}.part`, content);
  await rename(`${file}.part`, file);
}
