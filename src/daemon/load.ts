import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../model/engine.js';
import { createOrtEngine } from '../model/engine/ort-engine.js';
import { Fault } from '../model/fault.js';
import { loadModel } from '../model/files/model-folder.js';
import { Generator } from '../model/generator.js';
import type { Model } from '../model/model.js';

/** The models that come with ghostnote, beside the compiled code; `groove` is the default. */
export const shippedModels = fileURLToPath(new URL('../../../models/', import.meta.url));

/** Empty is the shipped drummer. */
export function modelFolder(folder: string): string {
  return folder === '' ? join(shippedModels, 'groove') : folder;
}

export interface EngineChoice {
  readonly engine: string;
  readonly device: string;
  readonly threads: number;
}

/** @throws Fault ENGINE_MISSING for an engine that there is none of. */
export function createEngine({ manifest, params }: Model, choice: EngineChoice): Promise<Engine> {
  if (choice.engine !== 'ort') {
    throw new Fault('ENGINE_MISSING', `there is no engine "${choice.engine}"`, {
      hint: 'use --engine ort',
    });
  }
  return createOrtEngine(manifest.architecture, params, choice);
}

/** A model folder, ready to play one part. */
export async function loadGenerator(
  folder: string,
  choice: EngineChoice,
): Promise<{ generator: Generator; model: Model; engine: Engine }> {
  const model = await loadModel(modelFolder(folder));
  const engine = await createEngine(model, choice);
  return { generator: new Generator(model, engine), model, engine };
}
