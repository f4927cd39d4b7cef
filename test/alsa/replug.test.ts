import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { unbalanced } from './notes.js';
import { patience, type Program, start } from './program.js';
import { bothPorts, type MidiEvent, plugIn, record, type Synth } from './sequencer.js';

const here = existsSync('/dev/snd/seq') || process.env.ALSA_VM === '1';

describe.skipIf(!here)("A port that is somebody else's", { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghostnote-replug-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is taken when it comes late, and again when it was unplugged, all quiet first', async () => {
    const program = await start(folder, 300, ['--midi-out', 'aseqdump']);
    await says(program, /No MIDI output is called "aseqdump" now/);
    for (const times of [1, 2]) {
      const synth = await plugIn();
      await says(program, new RegExp(`(MIDI output: "aseqdump[^\\n]*[^]*){${times}}`));
      await plays(synth);
      const first = synth.events.findIndex(({ type }) => type === 'on');
      const quiet = synth.events.slice(0, first).filter(({ type }) => type === 'control');
      expect(new Set(quiet.map(({ channel }) => channel)).size).toBe(16);
      expect(quiet.map(controllerOf).slice(0, 3)).toEqual([64, 123, 120]);
      await synth.unplug();
      await says(program, new RegExp(`(is called "aseqdump" now[^]*){${times + 1}}`));
    }
    program.signal('SIGTERM');
    const { status, summary } = await program.ended;
    expect([status, summary.notes_off]).toEqual([143, summary.notes_on]);
  });

  it('of a part has the notes of that part, and no others', async () => {
    const own = ['--parts', '2', '--part/2/channel', '3', '--part/2/midi-out', 'aseqdump'];
    const program = await start(folder, 300, own);
    const found = await bothPorts();
    const synth = await plugIn();
    await says(program, /MIDI output: "aseqdump/);
    // A recorder is called so too: it comes second.
    const shared = await record(found.get('ghostnote out')!);
    await plays(synth);
    await plays(shared);
    program.signal('SIGTERM');
    const [{ summary }] = await Promise.all([program.ended, shared.ended]);
    expect(summary.notes_off).toBe(summary.notes_on);
    // `aseqdump` counts channels from 0.
    expect(channelsOf(synth.events)).toEqual(new Set([2]));
    expect(channelsOf(shared.events)).toEqual(new Set([9]));
    expect(unbalanced(synth.events)).toEqual([]);
    await synth.unplug();
  });

  it('of a control surface is told where learned controls are to stand, whenever it comes', async () => {
    const controls = [{ kind: 'cc', channel: 1, number: 21, target: 'temperature' }];
    writeFileSync(join(folder, 'controllers.json'), JSON.stringify({ controls }));
    const program = await start(folder, 300, ['--state', folder, '--surface', 'aseqdump']);
    // `aseqdump` can be told, not heard.
    await says(program, /No MIDI input is called "aseqdump" now/);
    const surface = await plugIn();
    const told = (...controllers: number[]) =>
      vi.waitFor(() => expect(surface.events.map(controllerOf)).toEqual(controllers), patience);
    await told(21);
    const client = await program.connect();
    client.send({ type: 'set', name: 'temperature', value: 2 });
    await told(21, 21);
    await surface.unplug();
    program.signal('SIGTERM');
    await program.ended;
  });

  it('that plays back what it is sent is named, once, and is no player', async () => {
    const wires = ['--midi-out', 'Midi Through', '--midi-in', 'Midi Through'];
    const program = await start(folder, 300, wires);
    const loop = /its MIDI output is wired to its MIDI input/g;
    await says(program, loop);
    // What was decided before that is not told of, but for a tick or two that were on their way.
    const client = await program.connect();
    for (let tick = 0; tick < 4; tick += 1) await client.next('tick');
    const heard = new Set<string>();
    for (let tick = 0; tick < 32; tick += 1) heard.add((await client.next('tick')).heard);
    program.signal('SIGTERM');
    await program.ended;
    expect([...heard]).toEqual(['self']);
    expect(program.err().match(loop)).toHaveLength(1);
    expect(program.err()).not.toContain('Swings');
  });
});

function says(program: Program, line: RegExp): Promise<void> {
  return vi.waitFor(() => expect(program.err()).toMatch(line), patience);
}

function plays({ events }: Pick<Synth, 'events'>): Promise<void> {
  const notes = () => events.filter(({ type }) => type === 'on').length;
  return vi.waitFor(() => expect(notes()).toBeGreaterThan(4), patience);
}

function channelsOf(events: readonly MidiEvent[]): Set<number> {
  return new Set(events.filter(({ type }) => type === 'on').map(({ channel }) => channel));
}

function controllerOf(event: MidiEvent): number | null {
  return event.type === 'control' ? event.controller : null;
}
