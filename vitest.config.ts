import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Two cores are what the slowest supported machine has; more workers than that only add noise.
    maxWorkers: 2,
  },
});
