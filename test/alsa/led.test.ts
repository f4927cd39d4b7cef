import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SocketClient } from '../support/socket-client.js';
import { Leader } from './leader.js';
import { count, unbalanced } from './notes.js';
import { patience, type Program, start } from './program.js';
import { bothPorts, fourKicks, playFile, record } from './sequencer.js';

const here = existsSync('/dev/snd/seq') || process.env.ALSA_VM === '1';

describe.skipIf(!here)('The daemon that others lead', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghostnote-led-'));
  let program: Program;
  let client: SocketClient;
  let found: Map<string, string>;
  beforeAll(async () => {
    program = await start(folder, 300, ['--clock', 'midi']);
    found = await bothPorts();
    client = await program.connect();
  }, patience.timeout * 2);
  afterAll(async () => {
    program.signal('SIGTERM');
    await program.ended;
    rmSync(folder, { recursive: true });
  });

  it("takes a sequencer's tempo, begins on its Start and is silent from its Stop", async () => {
    const recording = await record(found.get('ghostnote out')!);
    const ons = () => count(recording.events, 'on');
    const leader = new Leader(60);
    for (;;) {
      // An emulated machine stalls for 100 ms at times, and the clock that it sends with it.
      const { state, bpm } = await client.next('clock');
      if (state === 'following' && Math.abs(bpm - 60) < 2) break;
    }
    expect(ons()).toBe(0);
    leader.say('start');
    expect((await client.next('transport')).playing).toBe(true);
    await vi.waitFor(() => expect(ons()).toBeGreaterThan(8), patience);
    leader.say('stop');
    expect((await client.next('transport')).playing).toBe(false);
    const clocks = leader.clocks + 48;
    await vi.waitFor(() => expect(leader.clocks).toBeGreaterThan(clocks), patience);
    const { length } = recording.events;
    await vi.waitFor(() => expect(leader.clocks).toBeGreaterThan(clocks + 48), patience);
    expect(recording.events).toHaveLength(length);
    expect(unbalanced(recording.events)).toEqual([]);
    leader.say('end');
  });

  it('in shadow mode it plays a tap as drums, and nothing else', async () => {
    client.send({ type: 'set', name: 'clock', value: 'internal' });
    client.send({ type: 'do', command: 'start' });
    client.send({ type: 'set', name: 'mode', value: 'shadow' });
    while ((await client.next('turn')).turn !== 'taps');
    // What was begun before the bar line has sounded.
    while ((await client.next('tick')).tickInBar < 4);
    const { events } = await record(found.get('ghostnote out')!);
    await playFile(fourKicks(folder), found.get('ghostnote in')!);
    await vi.waitFor(() => expect(count(events, 'on')).toBeGreaterThan(3), patience);
    await vi.waitFor(() => expect(unbalanced(events)).toEqual([]), patience);
    // A token of the small model begins one voice, or two.
    expect(count(events, 'on')).toBeLessThanOrEqual(8);
  });
});
