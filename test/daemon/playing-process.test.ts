import { describe, expect, it } from 'vitest';
import { playingArguments } from '../../src/daemon/playing-process.js';
import { statusOf } from '../../src/daemon/signals.js';
import { lastJson, runGhostnote, startGhostnote } from '../support/ghostnote.js';
import { childrenOf, isAlive } from '../support/processes.js';
import { until } from '../support/until.js';

describe('a process that plays', () => {
  it('is this command line again, with flags for V8 before the script', () => {
    const given = playingArguments();
    expect(given.slice(1 - process.argv.length)).toEqual(process.argv.slice(1));
    expect(given.indexOf('--single-threaded-gc')).toBeLessThan(given.indexOf(process.argv[1]!));
  });

  it('gives a bench its streams and its status', async () => {
    const limits = ['--from', '1', '--to', '1', '--seconds', '1', '--midi-out', 'ghostnote bench'];
    const done = await runGhostnote(['bench', 'parts', ...limits, '--json']);
    expect(done.status).toBe(0);
    expect(lastJson(done)).toMatchObject({ rows: [{ parts: 1 }] });
    const refused = await runGhostnote(['bench', 'parts', '--from', '1', '--model', 'nowhere']);
    expect(refused.status).toBe(1);
    expect(refused.err).toContain('nowhere');
  });

  it.runIf(process.platform === 'linux')('ends with the bench that began it', async () => {
    const { child, finished } = startGhostnote(['bench', 'jitter', '--seconds', '600']);
    await until(() => childrenOf(child.pid!).length > 0);
    const [playing] = childrenOf(child.pid!);
    child.kill('SIGTERM');
    expect((await finished).status).toBe(statusOf('SIGTERM'));
    expect(isAlive(playing!)).toBe(false);
  });
});
