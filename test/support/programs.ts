import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Full path of a program on this machine; undefined, with a line that says so, where it is not installed. */
export function findProgram(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const found = names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find(isExecutable);
  if (found === undefined) {
    process.stderr.write(`skipping tests that need ${names.join(' or ')}: not installed\n`);
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
