import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { findProgram } from '../support/programs.js';
import { count, unbalanced } from './notes.js';
import { patience, start } from './program.js';
import { type MidiEvent, ports } from './sequencer.js';

const here = existsSync('/dev/snd/seq') || process.env.ALSA_VM === '1';
const able = here && findProgram('fluidsynth') !== undefined;

describe.skipIf(!able)('FluidSynth', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghostnote-synth-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is found by a part of its name, and is sent each note and its end', async () => {
    const audio = ['--audio-driver', 'file', '-o', 'audio.file.name=/dev/null'];
    const synth = spawn('fluidsynth', ['--dump', '--midi-driver', 'alsa_seq', ...audio], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const said = text(synth.stdout);
    const plugged = () => [...ports().keys()].some((name) => name.startsWith('Synth input port'));
    await vi.waitFor(() => expect(plugged()).toBe(true), patience);
    const program = await start(folder, 20, ['--midi-out', 'FLUID']);
    const { status, summary } = await program.ended;
    // It writes its dump in blocks, and the last when it ends by itself.
    synth.stdin.end('quit\n');
    const events = eventsOf(await said);
    expect(status).toBe(0);
    expect(unbalanced(events)).toEqual([]);
    expect(count(events, 'on')).toBe(summary.notes_on);
    expect(count(events, 'on')).toBeGreaterThan(10);
  });
});

function eventsOf(dump: string): MidiEvent[] {
  return [...dump.matchAll(/event_post_note(on|off) (\d+) (\d+)/g)].map((found) => ({
    type: found[1] as 'on' | 'off',
    channel: Number(found[2]),
    pitch: Number(found[3]),
  }));
}
