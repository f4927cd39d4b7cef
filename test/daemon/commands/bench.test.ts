import { describe, expect, it } from 'vitest';
import { lastJson, runGhostnote } from '../../support/ghostnote.js';

interface Row {
  readonly engine: string;
  readonly device: string;
  readonly window_ms: { readonly p50: number; readonly p99: number };
  readonly step_ms: { readonly p50: number; readonly p99: number };
  readonly max_abs_log_prob_diff: number;
}

describe('bench', () => {
  it('wants to be told what to measure, and names what it can', async () => {
    for (const wrong of [['bench'], ['bench', 'nothing']]) {
      const { status, err } = await runGhostnote(wrong);
      expect([status, err]).toEqual([2, expect.stringMatching(/one of predict/)]);
    }
  });

  it('predict times every engine that loads, the CPU first, and finds that all agree', async () => {
    const finished = await runGhostnote(['bench', 'predict', '--seconds', '0.2', '--json']);
    expect(finished.status).toBe(0);
    const rows = lastJson(finished)['engines'] as Row[];
    expect(rows[0]).toMatchObject({ engine: 'ort', device: 'cpu', max_abs_log_prob_diff: 0 });
    for (const { window_ms, step_ms, max_abs_log_prob_diff } of rows) {
      expect(step_ms.p50).toBeGreaterThan(0);
      expect(step_ms.p99).toBeGreaterThanOrEqual(step_ms.p50);
      expect(window_ms.p50).toBeGreaterThan(step_ms.p50);
      expect(max_abs_log_prob_diff).toBeLessThan(1e-4);
    }
  });
});
