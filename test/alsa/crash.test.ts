import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { count, sounding } from './notes.js';
import { patience, start } from './program.js';
import { plugIn } from './sequencer.js';

const here = existsSync('/dev/snd/seq') || process.env.ALSA_VM === '1';

describe.skipIf(!here)('A synth whose player is killed', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghostnote-crash-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is quieted by the next process before that plays on, and has no note left in the end', async () => {
    const plugged = plugIn();
    const box = ['--headless', '--state', join(folder, 'state')];
    // Slow, for notes that are long enough to be caught: 0.4 s each.
    const program = await start(folder, 300, [...box, '--midi-out', 'aseqdump', '--tempo', '20']);
    const synth = await plugged;
    const { events } = synth;
    const pid = await program.pid();
    // A key that is struck for the first time may not be in the snapshot yet: that one is left to All Sound Off.
    await vi.waitFor(() => expect(count(events, 'on')).toBeGreaterThan(5), patience);
    await vi.waitFor(() => expect(sounding(events)).not.toEqual([]), { ...patience, interval: 1 });
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(count(events, 'control')).toBe(3 * 16), patience);

    const quieted = events.findIndex(({ type }) => type === 'control');
    const died = events.findLastIndex(({ type }, at) => type === 'on' && at < quieted) + 1;
    expect(sounding(events.slice(0, died))).not.toEqual([]);
    expect(sounding(events.slice(0, quieted))).toEqual([]);

    await vi.waitFor(() => expect(count(events.slice(quieted), 'on')).toBeGreaterThan(2), patience);
    program.signal('SIGTERM');
    expect((await program.ended).status).toBe(143);
    await vi.waitFor(() => expect(count(events, 'control')).toBe(3 * 17), patience);
    expect(sounding(events)).toEqual([]);
    await synth.unplug();
  });
});
