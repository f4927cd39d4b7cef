import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Finished, lastJson, runGhostnote, startGhostnote } from '../../support/ghostnote.js';
import { runHere } from '../../support/run-here.js';
import { sharedFolder } from '../../support/scratch-folder.js';

const folder = sharedFolder();

interface Row {
  readonly engine: string;
  readonly device: string;
  readonly window_ms: { readonly p50: number; readonly p99: number };
  readonly step_ms: { readonly p50: number; readonly p99: number };
  readonly max_abs_log_prob_diff: number;
}

describe('bench', { timeout: 120_000 }, () => {
  it('wants to be told what to measure, and names what it can', async () => {
    for (const wrong of [['bench'], ['bench', 'nothing']]) {
      const { status, err } = await runHere(wrong);
      expect([status, err]).toEqual([2, expect.stringMatching(/one of predict/)]);
    }
  });

  it('predict times every engine that loads, the CPU first, and finds that all agree', async () => {
    // Plain JavaScript takes its time over such a network.
    const short = ['--seconds', '0.2', '--window', '10'];
    const finished = await runGhostnote(['bench', 'predict', ...short, '--json']);
    expect(finished.status).toBe(0);
    const rows = lastJson(finished)['engines'] as Row[];
    expect(rows[0]).toMatchObject({ engine: 'ort', device: 'cpu', max_abs_log_prob_diff: 0 });
    for (const { window_ms, step_ms, max_abs_log_prob_diff } of rows) {
      expect(step_ms.p50).toBeGreaterThan(0);
      expect(step_ms.p99).toBeGreaterThanOrEqual(step_ms.p50);
      expect(window_ms.p99).toBeGreaterThanOrEqual(window_ms.p50);
      expect(max_abs_log_prob_diff).toBeLessThan(1e-4);
    }
  });

  it('train times every engine and device that loads, the CPU first', async () => {
    const small = ['--seconds', '0.2', '--batch', '2', '--window', '5'];
    const finished = await runGhostnote(['bench', 'train', ...small, '--json']);
    expect(finished.status).toBe(0);
    const rows = lastJson(finished)['engines'] as (Row & { tokens_per_s: number })[];
    expect(rows[0]).toMatchObject({ engine: 'ort', device: 'cpu' });
    expect(rows.at(-1)!.engine).toBe('tfjs');
    for (const { tokens_per_s } of rows) expect(tokens_per_s).toBeGreaterThan(0);
  });

  it('parts plays more and more of them, and says how many had no miss', async () => {
    const few = ['--from', '1', '--step', '3', '--to', '4', '--seconds', '1'];
    const finished = await runGuest(['bench', 'parts', ...few, '--json']);
    const { parts, engine, device, rows } = lastJson(finished) as unknown as {
      readonly parts: number;
      readonly engine: string;
      readonly device: string;
      readonly rows: readonly { readonly parts: number; readonly misses: number }[];
    };
    expect([engine, device]).toEqual(['ort', 'cpu']);
    const clean = rows.filter(({ misses }) => misses === 0).map((row) => row.parts);
    expect(parts).toBe(Math.max(0, ...clean));
    expect(rows[0]!.parts).toBe(1);
  });

  it('jitter holds the daemon, under load, against two common timers, and draws it', async () => {
    const svg = join(folder(), 'jitter.svg');
    const short = ['--seconds', '1', '--load', '--svg', svg];
    const finished = await runGuest(['bench', 'jitter', ...short, '--json']);
    const result = lastJson(finished);
    for (const name of ['ghostnote', 'set_interval', 'lookahead']) {
      const { p50_us, p99_us, max_us } = result[name] as Record<string, number>;
      expect(p50_us).toBeGreaterThan(0);
      expect(p99_us).toBeGreaterThanOrEqual(p50_us!);
      expect(max_us).toBeGreaterThanOrEqual(p50_us!);
    }
    expect(result['notes']).toBeGreaterThan(0);
    expect(await readFile(svg, 'utf8')).toContain('look-ahead timer');
  });

  /** Runs one that plays, and sees that it leaves no session among those of a player. */
  async function runGuest(args: readonly string[]): Promise<Finished> {
    const home = join(folder(), args[1]!);
    const finished = await startGhostnote(args, '', '.', { XDG_STATE_HOME: home }).finished;
    expect(finished.status).toBe(0);
    expect(existsSync(home)).toBe(false);
    return finished;
  }
});
