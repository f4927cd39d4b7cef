import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Two cores are what the slowest supported machine has, and tests of real processes wait for much of their time.
    maxWorkers: 3,
  },
});
