import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** The bytes of a gzipped file under `test/fixtures`, by its path without `.gz`. */
export function fixture(path: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(fixturePath(`${path}.gz`))));
}

export function fixturePath(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, sourceOfThisFile));
}

/** Compiled, this file is in `dist/test/support`; the fixtures are not compiled. */
const sourceOfThisFile = import.meta.url.replace('/dist/test/support/', '/test/support/');
