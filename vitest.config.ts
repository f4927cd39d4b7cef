import { defineConfig } from 'vitest/config';

/** What starts threads and processes, or breaks things, begins in a worker of its own. */
const apart = ['alsa/**', 'faults/**', 'scripts/**', 'daemon/*', 'daemon/threads/**'].map(
  (where) => `test/${where}.test.ts`,
);

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Two cores are what the slowest supported machine has, and tests of real processes wait for much of their time.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'apart', include: apart } },
      // The others load what they share once.
      {
        extends: true,
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: apart, isolate: false },
      },
    ],
  },
});
