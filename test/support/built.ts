/** A compiled file, which is what a worker can run: `built('src/daemon/threads/clock.js')`. Needs `tsc -b` before. */
export function built(path: string): URL {
  return new URL(`../../dist/${path}`, sourceOfThisFile);
}

/** From `dist/test/support` the repository root is one level further up than from `test/support`. */
const sourceOfThisFile = import.meta.url.replace('/dist/test/support/', '/test/support/');
