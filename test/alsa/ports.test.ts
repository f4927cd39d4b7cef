import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SocketClient } from '../support/socket-client.js';
import { patience, start, type Program } from './program.js';
import { playFile, ports, record, type MidiEvent } from './sequencer.js';

// In the VM a missing sequencer is a failure, elsewhere it is most machines.
const here = existsSync('/dev/snd/seq') || process.env.ALSA_VM === '1';
if (!here) {
  process.stderr.write(
    'test/alsa: skipped, this machine has no ALSA sequencer (/dev/snd/seq). `npm run test:alsa` brings its own.\n',
  );
}

describe.skipIf(!here)('On a real ALSA sequencer', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghostnote-alsa-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  describe('the daemon that plays to its end', () => {
    let names: string[];
    let events: readonly MidiEvent[];
    let heard: boolean;
    let ended: Awaited<Program['ended']>;

    beforeAll(async () => {
      const program = await start(folder, 30);
      const found = await bothPorts();
      names = [...found.keys()];
      const recording = await record(found.get('ghostnote out')!);
      const file = join(folder, 'four-kicks.mid');
      writeFileSync(file, fourKicks());
      const client = await program.connect();
      const hearing = Promise.race([tellsOfPlayer(client), program.ended.then(() => false)]);
      await playFile(file, found.get('ghostnote in')!);
      [heard, ended] = await Promise.all([hearing, program.ended]);
      await recording.ended;
      events = recording.events;
    }, patience.timeout * 2);

    it('shows one port out and one port in, by name', () => {
      expect(names.filter((name) => name.startsWith('ghostnote')).sort()).toEqual([
        'ghostnote in',
        'ghostnote out',
      ]);
    });

    it('sends a note-off for every note-on, and no other', () => {
      expect(count(events, 'on')).toBeGreaterThan(10);
      expect(unbalanced(events)).toEqual([]);
    });

    it('reports as many notes as it sends', () => {
      expect(ended.status).toBe(0);
      expect(ended.summary.notes_off).toBe(ended.summary.notes_on);
      // Some were played before the recorder was there.
      expect(ended.summary.notes_on).toBeGreaterThanOrEqual(count(events, 'on'));
    });

    it('hears what is played into its port', () => {
      expect(heard).toBe(true);
    });
  });

  it('in shadow mode it plays a tap as drums, and nothing else', async () => {
    const program = await start(folder, 60);
    const found = await bothPorts();
    const client = await program.connect();
    client.send({ type: 'set', name: 'mode', value: 'shadow' });
    while ((await client.next('turn')).turn !== 'taps');
    // What was begun before the bar line has sounded.
    while ((await client.next('tick')).tickInBar < 4);
    const recording = await record(found.get('ghostnote out')!);
    const file = join(folder, 'four-taps.mid');
    writeFileSync(file, fourKicks());
    await playFile(file, found.get('ghostnote in')!);
    await vi.waitFor(() => expect(count(recording.events, 'on')).toBeGreaterThan(3), patience);
    program.signal('SIGTERM');
    await program.ended;
    await recording.ended;
    // A token of the small model begins one voice, or two.
    expect(count(recording.events, 'on')).toBeLessThanOrEqual(8);
    expect(unbalanced(recording.events)).toEqual([]);
  });

  it('the daemon ends every note when it is told to stop in mid-play', async () => {
    const program = await start(folder, 120);
    const found = await bothPorts();
    const recording = await record(found.get('ghostnote out')!);
    await vi.waitFor(() => expect(count(recording.events, 'on')).toBeGreaterThan(10), patience);
    program.signal('SIGTERM');
    expect((await program.ended).status).toBe(143);
    await recording.ended;
    expect(unbalanced(recording.events)).toEqual([]);
    expect(
      recording.events
        .slice(-3)
        .map((event) => (event.type === 'control' ? event.controller : event)),
    ).toEqual([64, 123, 120]);
  });
});

async function tellsOfPlayer(client: SocketClient): Promise<true> {
  while ((await client.next('tick')).heard !== 'player');
  return true;
}

async function bothPorts(): Promise<Map<string, string>> {
  return vi.waitFor(() => {
    const found = ports();
    expect([...found.keys()]).toEqual(expect.arrayContaining(['ghostnote out', 'ghostnote in']));
    return found;
  }, patience);
}

function count(events: readonly MidiEvent[], type: MidiEvent['type']): number {
  return events.filter((event) => event.type === type).length;
}

/**
 * Channel and pitch of each note left sounding, and of each end of a note that did not sound. The
 * recorder may arrive in mid-note: an end is let pass where no such note had begun yet.
 */
function unbalanced(events: readonly MidiEvent[]): string[] {
  const sounding = new Map<string, number>();
  const faults: string[] = [];
  for (const event of events) {
    if (event.type === 'control') continue;
    const key = `channel ${event.channel} pitch ${event.pitch}`;
    const before = sounding.get(key);
    if (event.type === 'on') sounding.set(key, (before ?? 0) + 1);
    else if (before === 0) faults.push(`${key}: ended twice`);
    else if (before !== undefined) sounding.set(key, before - 1);
  }
  for (const [key, left] of sounding) if (left > 0) faults.push(`${key}: ${left} left on`);
  return faults;
}

/** A MIDI file, format 0, 96 ticks a quarter note: four quarter notes of the kick on channel 10. */
function fourKicks(): Uint8Array {
  const kick = [0x00, 0x99, 36, 100, 0x60, 0x89, 36, 0];
  const track = [...kick, ...kick, ...kick, ...kick, 0x00, 0xff, 0x2f, 0x00];
  const header = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96];
  return Uint8Array.from([...header, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, track.length, ...track]);
}
