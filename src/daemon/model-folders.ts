import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The models that come with ghostnote, beside the compiled code; `groove` is the default. */
export const shippedModels = fileURLToPath(new URL('../../../models/', import.meta.url));

/** `folder`, or that of a shipped model of this name; empty is the shipped drummer. */
export function modelFolder(folder: string): string {
  const shipped = join(shippedModels, folder === '' ? 'groove' : folder);
  return folder === '' || existsSync(join(shipped, 'model.json')) ? shipped : folder;
}
