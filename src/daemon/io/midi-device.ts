import { accessSync, constants, existsSync } from 'node:fs';
import { describeFault, Fault } from '../../model/fault.js';
import type { Micros } from '../core/clock.js';
import type { MidiSend } from '../core/ledger.js';
import type { RealTime } from '../core/real-time.js';
import { monotonic } from './monotonic.js';

/** A MIDI port, or, where there is none, a stand-in that does nothing: the music goes on without. */
export interface MidiPort {
  /** Null where there is none, and `note` then says why and what to do, in one line. */
  readonly name: string | null;
  readonly note: string;
  /** Never throws. */
  close(): void;
}

export interface MidiOut extends MidiPort {
  /** Does not block. Throws what the driver throws. Data bytes are cut to 7 bits. */
  readonly send: MidiSend;
}

export interface MidiListener {
  /** A key went down, or up where `velocity` is 0, on a MIDI channel of 0 to 15. */
  key(pitch: number, velocity: number, at: Micros, channel: number): void;
  /** Another machine's clock or transport; `position` is in sixteenths, and 0 where the message has none. */
  realTime(kind: RealTime, position: number, at: Micros): void;
}

/**
 * Opens the output port whose name contains `name`, or else makes a virtual one of that name.
 * The calling thread owns it. Never throws. Open each port once: easymidi keeps a second sequencer client
 * for every port it opens, of the 64 that a Linux system has, until the process ends.
 */
export async function openMidiOut(name: string): Promise<MidiOut> {
  const opened = await open('Output', name);
  if (typeof opened === 'string') return { ...silent(opened), send: () => undefined };
  const { port, close } = opened;
  const send: MidiSend = (status, data1, data2) => {
    const channel = (status & 0x0f) as Channel;
    const [first, second] = [data1 & 0x7f, data2 & 0x7f];
    switch (status & 0xf0) {
      case 0x80:
        port.send('noteoff', { channel, note: first, velocity: second });
        break;
      case 0x90:
        port.send('noteon', { channel, note: first, velocity: second });
        break;
      case 0xf0:
        sendRealTime(port, status, first + 128 * second);
        break;
      default:
        port.send('cc', { channel, controller: first, value: second });
    }
  };
  return { name: port.name, note: '', send, close };
}

/** The same for an input. `listener` is called on the calling thread's event loop, with the instant of arrival. */
export async function openMidiIn(name: string, listener: MidiListener): Promise<MidiPort> {
  const opened = await open('Input', name);
  if (typeof opened === 'string') return silent(opened);
  const { port, close } = opened;
  port.on('noteon', ({ note, velocity, channel }) =>
    listener.key(note, velocity, monotonic.now(), channel),
  );
  port.on('noteoff', ({ note, channel }) => listener.key(note, 0, monotonic.now(), channel));
  const told = (kind: RealTime, position = 0): void =>
    listener.realTime(kind, position, monotonic.now());
  port.on('clock', () => told('clock'));
  port.on('start', () => told('start'));
  port.on('continue', () => told('continue'));
  port.on('stop', () => told('stop'));
  port.on('position', ({ value }) => told('position', value));
  return { name: port.name, note: '', close };
}

/** Names of the ports of other programs and devices; `note` says why there can be none. Never throws. */
export async function listMidiPorts(): Promise<{
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly note: string;
}> {
  const driver = await load();
  if (typeof driver === 'string') return { inputs: [], outputs: [], note: driver };
  const { Input, Output } = driver.rtmidi;
  return { inputs: Input.getPortNames(), outputs: Output.getPortNames(), note: '' };
}

/** The port called `name`, else the first whose name contains it, whatever the case. */
export function matchPort(name: string, ports: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  return ports.find((port) => port === name) ?? ports.find((p) => p.toLowerCase().includes(wanted));
}

function sendRealTime(port: import('easymidi').Output, status: number, position: number): void {
  switch (status) {
    case 0xf2:
      port.send('position', { value: position });
      break;
    case 0xf8:
      port.send('clock');
      break;
    case 0xfa:
      port.send('start');
      break;
    case 0xfb:
      port.send('continue');
      break;
    case 0xfc:
      port.send('stop');
      break;
  }
}

type Channel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15;
type Kind = 'Input' | 'Output';

/** Both loaded late: without its system library the native part throws as it loads. */
interface Driver {
  readonly easymidi: typeof import('easymidi');
  readonly rtmidi: typeof import('@julusian/midi');
}

/** The native handle in an easymidi port, which it never frees by itself. */
interface Handle {
  ignoreTypes?(sysex: boolean, timing: boolean, activeSensing: boolean): void;
  destroy(): void;
}

interface Opened<Port> {
  readonly port: Port;
  readonly close: () => void;
}

function open(kind: 'Input', name: string): Promise<Opened<import('easymidi').Input> | string>;
function open(kind: 'Output', name: string): Promise<Opened<import('easymidi').Output> | string>;
async function open(kind: Kind, name: string): Promise<Opened<unknown> | string> {
  const driver = await load();
  if (typeof driver === 'string') return driver;
  try {
    const found = matchPort(name, driver.rtmidi[kind].getPortNames());
    if (found === undefined && process.platform === 'win32') return windowsNote(kind, name);
    const port = new driver.easymidi[kind](found ?? name, found === undefined);
    const { _input, _output } = port as { _input?: Handle; _output?: Handle };
    const handle = _input ?? _output!;
    // easymidi throws on a system exclusive message that comes in pieces; nothing here wants one, but clocks it does.
    handle.ignoreTypes?.(true, false, true);
    return { port, close: () => handle.destroy() };
  } catch (cause) {
    return failureNote(`The MIDI port "${name}" does not open`, cause);
  }
}

/** The libraries, or why they cannot be used. */
async function load(): Promise<Driver | string> {
  const missing = sequencerNote();
  if (missing !== undefined) return missing;
  try {
    return { easymidi: await import('easymidi'), rtmidi: await import('@julusian/midi') };
  } catch (cause) {
    return failureNote('The MIDI library does not load', cause);
  }
}

const sequencer = '/dev/snd/seq';

/** Asked before ALSA is touched, since ALSA itself would print to standard error. */
function sequencerNote(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  if (!existsSync(sequencer)) {
    return note(
      `No MIDI ports: this system has no ALSA sequencer (${sequencer})`,
      'load it with "sudo modprobe snd-seq"; on a server or in a container there is none, and OSC, WebSocket and the page go on without',
    );
  }
  try {
    accessSync(sequencer, constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return note(
      `No MIDI ports: ${sequencer} may not be opened by this user`,
      'join its group with "sudo usermod -aG audio $USER" and log in again',
    );
  }
}

function windowsNote(kind: Kind, name: string): string {
  const flag = kind === 'Output' ? '--midi-out' : '--midi-in';
  return note(
    `No MIDI ${kind.toLowerCase()}: no port is called "${name}", and Windows cannot make virtual ones`,
    `install loopMIDI, add a port in it, and start with ${flag} "loopMIDI Port"; "ghostnote ports" lists them`,
  );
}

function failureNote(what: string, cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return note(`${what} (${reason})`, '"ghostnote ports" lists those that are there');
}

function note(message: string, hint: string): string {
  return describeFault(new Fault('MIDI_UNAVAILABLE', message, { hint }));
}

function silent(reason: string): MidiPort {
  return { name: null, note: reason, close: () => undefined };
}
