import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { messageOf } from '../../model/fault.js';
import { Arrivals } from '../core/arrivals.js';
import type { MidiSend } from '../core/ledger.js';
import { matchPort, ownPrefix } from '../core/port-names.js';
import { MidiAttachment, noPortNote, portNote } from './midi-attachment.js';
import { InputKeys } from './input-keys.js';
import { hear, type Message, type MidiListener } from './midi-reader.js';
import { monotonic } from './monotonic.js';

/** A MIDI port, or, where there is none, nothing: the music goes on without. The thread that opened it owns it. */
export interface MidiPort {
  /** Null where there is none, and `note` then says why and what to do, in one line. */
  readonly name: string | null;
  readonly note: string;
  /**
   * Looks again, after ports came or went; `leaving` is called before the present one is let go. True where anything
   * changed. Blocks for a millisecond or so. Never throws.
   */
  attach(leaving?: () => void): boolean;
  /** Never throws. */
  close(): void;
}

export interface MidiOut extends MidiPort {
  /** Does not block. Throws what the driver throws. Data bytes are cut to 7 bits. */
  readonly send: MidiSend;
}

export interface MidiIn extends MidiPort {
  /** A port went, and with it perhaps a note-off: tells the listener that every key goes up that is down. */
  readonly liftKeys: () => void;
}

/**
 * Opens the output port that `name` means (`MidiAttachment` has the rules), now or at a later `attach`; `hint` is told where
 * there is none of that name. Never throws.
 */
export function openMidiOut(name: string, hint = instead('output')): MidiOut {
  const driver = loadMidi();
  if (typeof driver === 'string') return { ...silent(driver), send: () => undefined };
  const attachment = new MidiAttachment({
    ...rules('output', name, hint),
    create: () => new driver.rtmidi.Output(),
  });
  attachment.attach();
  const send: MidiSend = (status, data1, data2) => {
    attachment.port?.sendMessage(bytesOf(status, data1 & 0x7f, data2 & 0x7f));
  };
  return Object.assign(attachment, { send });
}

/** The same for an input. `listener` is called on the calling thread's event loop, with the instant of arrival. */
export function openMidiIn(name: string, listener: MidiListener, hint = instead('input')): MidiIn {
  const driver = loadMidi();
  if (typeof driver === 'string') return { ...silent(driver), liftKeys: () => undefined };
  const keys = new InputKeys(listener);
  const attachment = new MidiAttachment({
    ...rules('input', name, hint),
    create: () => {
      const input = new driver.rtmidi.Input();
      // Nothing here wants system exclusive messages, but clocks it does.
      input.ignoreTypes(true, false, true);
      const arrivals = new Arrivals();
      input.on('message', (after, bytes) =>
        hear(keys, driver.read, bytes, arrivals.at(after, monotonic.now())),
      );
      return input;
    },
  });
  attachment.attach();
  return Object.assign(attachment, { liftKeys: () => keys.lift(monotonic.now()) });
}

export interface MidiPorts {
  /** Names of the ports of other programs and devices. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Why there can be none. */
  readonly note: string;
  /** The machine is one without MIDI, as a server or a container is meant to be; where not, what `note` says can be mended. */
  readonly without: boolean;
}

/** Never throws. */
export function listMidiPorts(): MidiPorts {
  const driver = loadMidi();
  const note = typeof driver === 'string' ? driver : (sequencerNote() ?? '');
  const without = lacksSequencer();
  if (typeof driver === 'string' || note !== '') return { inputs: [], outputs: [], note, without };
  const { Input, Output } = driver.rtmidi;
  return { inputs: Input.getPortNames(), outputs: Output.getPortNames(), note, without };
}

/**
 * Which of `ports`, those of others, `wanted` means: its name, or the name of a port of our own. Where it is neither, `note`
 * says so and what to do, as it does where such a port is opened.
 */
export function findMidiPort(
  kind: 'input' | 'output',
  wanted: string,
  ports: readonly string[],
  hint = instead(kind),
): { readonly name: string | null; readonly note: string } {
  if (canMake && wanted.startsWith(ownPrefix)) return { name: wanted, note: '' };
  const name = ports[matchPort(wanted, ports)] ?? null;
  return { name, note: name === null ? noPortNote(kind, wanted, hint) : '' };
}

function bytesOf(status: number, data1: number, data2: number): number[] {
  if (status < 0xf0 || status === 0xf2) return [status, data1, data2];
  return [status];
}

/** Both libraries, loaded late: without its system library the native part throws as it loads. */
export interface MidiDriver {
  readonly rtmidi: typeof import('@julusian/midi');
  readonly read: (bytes: readonly number[]) => Message;
}

/**
 * The libraries, or why they cannot be used. easymidi reads messages; its ports are not used, since each keeps a
 * second sequencer client, of the 64 that a Linux system has, until the process ends, and ports are opened often here.
 */
export function loadMidi(): MidiDriver | string {
  try {
    // Not by `import()`, for which Node parses a CommonJS module first: two threads load these at every start.
    const rtmidi = require('@julusian/midi') as typeof import('@julusian/midi');
    const easymidi = require('easymidi') as typeof import('easymidi');
    const reader = easymidi.Input.prototype as unknown as {
      parseMessage(bytes: readonly number[]): Message;
    };
    return { rtmidi, read: (bytes) => reader.parseMessage(bytes) };
  } catch (cause) {
    return portNote(
      `No MIDI ports: the MIDI library does not load (${messageOf(cause)})`,
      'on Debian and Ubuntu it needs "sudo apt install libasound2"',
    );
  }
}

const require = createRequire(import.meta.url);

/** Windows makes no ports of its own. */
const canMake = process.platform !== 'win32';
/** A port that is not there may come. */
export const comesLate =
  'it is taken as soon as it is there; "ghostnote ports" lists those that are';

function rules(kind: 'input' | 'output', wanted: string, hint: string) {
  return { kind, wanted, hint, canMake, unavailable: sequencerNote };
}

/** What to do where a port of ours was called by a name that nobody has. */
function instead(kind: 'input' | 'output'): string {
  const flag = `--midi-${kind === 'output' ? 'out' : 'in'}`;
  return canMake
    ? `${comesLate}, and without ${flag} ghostnote makes one of its own`
    : `it is taken as soon as it is there; Windows makes no ports of its own: install loopMIDI, add a port in it, and start with ${flag} "loopMIDI Port"`;
}

const sequencer = '/dev/snd/seq';

/** Asked before ALSA is touched, since ALSA itself would print to standard error. */
function sequencerNote(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  if (lacksSequencer()) {
    return portNote(
      `No MIDI ports: this system has no ALSA sequencer (${sequencer})`,
      'load it with "sudo modprobe snd-seq"; on a server or in a container there is none, and OSC, WebSocket and the page go on without',
    );
  }
  try {
    accessSync(sequencer, constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return portNote(
      `No MIDI ports: ${sequencer} may not be opened by this user`,
      'join its group with "sudo usermod -aG audio $USER" and log in again',
    );
  }
}

function lacksSequencer(): boolean {
  return process.platform === 'linux' && !existsSync(sequencer);
}

function silent(note: string): MidiPort {
  return { name: null, note, attach: () => false, close: () => undefined };
}
