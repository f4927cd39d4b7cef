/** How often a law is tried: what a test run has time for, or `RUNS` times where somebody has more (`RUNS=10000 npx vitest run …`). */
export function runs(usual: number): number {
  return Number(process.env['RUNS'] ?? usual);
}
