import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { readSmf } from '../../src/model/codec/smf.js';
import type { SmfEvent } from '../../src/model/codec/smf-track.js';
import { patience } from './program.js';

/** The ALSA sequencer as a musician sees it: what `aconnect`, `aseqdump` and `aplaymidi` show and do. */

/** Its address, such as `128:0`, by port name. Blocks. */
export function ports(): Map<string, string> {
  const found = new Map<string, string>();
  let client = '';
  for (const line of execFileSync('aconnect', ['-l'], { encoding: 'utf8' }).split('\n')) {
    client = /^client (\d+):/.exec(line)?.[1] ?? client;
    const port = /^ +(\d+) '(.*?) *'$/.exec(line);
    if (port) found.set(port[2]!, `${client}:${port[1]!}`);
  }
  return found;
}

/** The same once both of ghostnote's own ports are there. */
export function bothPorts(): Promise<Map<string, string>> {
  return vi.waitFor(() => {
    const found = ports();
    expect([...found.keys()]).toEqual(expect.arrayContaining(['ghostnote out', 'ghostnote in']));
    return found;
  }, patience);
}

export type MidiEvent =
  | { readonly type: 'on' | 'off'; readonly channel: number; readonly pitch: number }
  | { readonly type: 'control'; readonly channel: number; readonly controller: number };

export interface Recording {
  /** What has arrived so far, in order. */
  readonly events: readonly MidiEvent[];
  /** Settles when the recorded port has gone and all it sent before has arrived. */
  readonly ended: Promise<void>;
}

/** Records what the port sends, from the moment this resolves until the port goes. */
export async function record(address: string): Promise<Recording> {
  // Port 0:1 announces connections and exits, in one queue with the notes: so order tells, not time.
  const dump = spawn('aseqdump', ['-p', `0:1,${address}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(dump.stdout);
  const events: MidiEvent[] = [];
  const ended = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if (line.trimStart().startsWith(`${address} `)) events.push(...parse(line));
      if (line.includes('Port exit') && line.trimEnd().endsWith(` ${address}`)) {
        dump.kill();
        resolve();
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.includes('Port subscribed') && line.includes(` ${address} ->`)) resolve();
    });
    dump.on('exit', () => reject(new Error(`aseqdump cannot record ${address}`)));
  });
  return { events, ended };
}

/** A DAW that records the port to a MIDI file, with `arecordmidi`, until it is stopped; then it gives the file's notes. */
export async function recordFile(
  address: string,
  file: string,
): Promise<{ stop(): Promise<readonly MidiEvent[]> }> {
  const recorder = spawn('arecordmidi', ['-p', address, file], { stdio: 'inherit' });
  await vi.waitFor(() => {
    if (!ports().has('arecordmidi port 0'))
      throw new Error(`arecordmidi does not record ${address}`);
  }, patience);
  return {
    stop: async () => {
      recorder.kill('SIGINT');
      await once(recorder, 'exit');
      return readSmf(readFileSync(file)).tracks.flatMap(({ events }) => events.flatMap(noteOf));
    },
  };
}

/** A synth that others connect to: a client called `aseqdump`, with one port, which keeps what it is sent. */
export interface Synth {
  readonly events: readonly MidiEvent[];
  /** Pulls its plug. */
  unplug(): Promise<void>;
}

export async function plugIn(): Promise<Synth> {
  const dump = spawn('aseqdump', { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(dump.stdout);
  const events: MidiEvent[] = [];
  const gone = new Promise<void>((resolve) => dump.once('exit', () => resolve()));
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if (line.startsWith('Waiting for data')) resolve();
      events.push(...parse(line));
    });
  });
  return {
    events,
    unplug: () => {
      dump.kill('SIGKILL');
      return gone;
    },
  };
}

/** Plays a MIDI file into a port, in its own time; resolves when it is played. */
export async function playFile(file: string, address: string): Promise<void> {
  await promisify(execFile)('aplaymidi', ['-p', address, '-d', '0', file]);
}

/** Writes a MIDI file, format 0, 96 ticks a quarter note: four quarter notes of the kick on channel 10. */
export function fourKicks(folder: string): string {
  const kick = [0x00, 0x99, 36, 100, 0x60, 0x89, 36, 0];
  const track = [...kick, ...kick, ...kick, ...kick, 0x00, 0xff, 0x2f, 0x00];
  const header = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96];
  const file = join(folder, 'four-kicks.mid');
  const bytes = [...header, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, track.length, ...track];
  writeFileSync(file, Uint8Array.from(bytes));
  return file;
}

function noteOf(event: SmfEvent): MidiEvent[] {
  if (event.kind !== 'channel' || event.status >= 0xa0) return [];
  const type = event.status >= 0x90 && event.data2 > 0 ? 'on' : 'off';
  return [{ type, channel: event.status & 0x0f, pitch: event.data1 }];
}

function parse(line: string): MidiEvent[] {
  const note = /Note (on|off) +(\d+), note (\d+), velocity (\d+)/.exec(line);
  if (note) {
    const type = note[1] === 'on' && note[4] !== '0' ? 'on' : 'off';
    return [{ type, channel: Number(note[2]), pitch: Number(note[3]) }];
  }
  const control = /Control change +(\d+), controller (\d+)/.exec(line);
  return control
    ? [{ type: 'control', channel: Number(control[1]), controller: Number(control[2]) }]
    : [];
}
