import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../model/engine.js';
import { createEngine, type EngineChoice } from '../model/engine/create-engine.js';
import { loadModel } from '../model/files/model-folder.js';
import { Generator } from '../model/generator.js';
import type { Model } from '../model/model.js';

/** The models that come with ghostnote, beside the compiled code; `groove` is the default. */
export const shippedModels = fileURLToPath(new URL('../../../models/', import.meta.url));

/** Empty is the shipped drummer. */
export function modelFolder(folder: string): string {
  return folder === '' ? join(shippedModels, 'groove') : folder;
}

/** A model folder, ready to play one part. */
export async function loadGenerator(
  folder: string,
  choice: EngineChoice & { readonly threads: number },
): Promise<{ generator: Generator; model: Model; engine: Engine }> {
  const model = await loadModel(modelFolder(folder));
  const engine = await createEngine(model.manifest.architecture, model.params, choice);
  return { generator: new Generator(model, engine), model, engine };
}
