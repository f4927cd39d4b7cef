import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SocketClient } from '../support/socket-client.js';
import { count, unbalanced } from './notes.js';
import { patience, start, type Program } from './program.js';
import { bothPorts, fourKicks, playFile, record, recordFile, type MidiEvent } from './sequencer.js';

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
    let file: readonly MidiEvent[];
    let heard: boolean;
    let ended: Awaited<Program['ended']>;

    beforeAll(async () => {
      const program = await start(folder, 30);
      const found = await bothPorts();
      names = [...found.keys()];
      const recording = await record(found.get('ghostnote out')!);
      const taking = await recordFile(found.get('ghostnote out')!, join(folder, 'take.mid'));
      const client = await program.connect();
      const hearing = Promise.race([tellsOfPlayer(client), program.ended.then(() => false)]);
      await playFile(fourKicks(folder), found.get('ghostnote in')!);
      [heard, ended] = await Promise.all([hearing, program.ended]);
      await recording.ended;
      events = recording.events;
      file = await taking.stop();
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

    it('is recorded to a MIDI file in which each note has its end', () => {
      expect(count(file, 'on')).toBeGreaterThan(10);
      expect(unbalanced(file)).toEqual([]);
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
});

async function tellsOfPlayer(client: SocketClient): Promise<true> {
  while ((await client.next('tick')).heard !== 'player');
  return true;
}
