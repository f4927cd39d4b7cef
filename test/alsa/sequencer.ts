import { execFile, execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

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
