import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The models that come with ghostnote, beside the compiled code; `groove` is the default. */
export const shippedModels = fileURLToPath(new URL('../../../models/', import.meta.url));

/** Their names. */
export function shippedNames(): string[] {
  return readdirSync(shippedModels).filter(isShipped).sort();
}

/** `folder`, or that of a shipped model of this name; empty is the shipped drummer. */
export function modelFolder(folder: string): string {
  if (folder === '') return join(shippedModels, 'groove');
  return isShipped(folder) ? join(shippedModels, folder) : folder;
}

function isShipped(name: string): boolean {
  return existsSync(join(shippedModels, name, 'model.json'));
}
