import type { Clock, Micros } from '../core/clock.js';
import { type ControlEvent, onWire } from '../core/control-event.js';
import { comesLate, type MidiIn, openMidiIn, openMidiOut } from './midi-device.js';
import type { MidiListener } from './midi-reader.js';

/** A control surface: a MIDI input and an output that have one name. Main thread. */
export interface Surface extends MidiIn {
  /** Tells a control where to stand; nothing where there is no output. Does not block, and never throws. */
  readonly show: (event: ControlEvent) => void;
}

export interface SurfaceOptions {
  /** As `MidiAttachment` has it. */
  readonly name: string;
  /** Is told what is done on it. */
  readonly listener: MidiListener;
  /** An input that the same listener hears: what comes from one port is heard once. */
  readonly beside: Pick<MidiIn, 'name'>;
  readonly clock: Clock;
  /** It is there again, and its controls stand nobody knows where. */
  readonly back: () => void;
}

/** What comes back so soon after it was sent no hand has done: a port that plays back, as a loop or a DAW's track does. */
const echoes: Micros = 20_000;

/** Opens both, now or at a later `attach`. One that can only be heard is told nothing. Never throws. */
export function openSurface(
  { name, listener, beside, clock, back }: SurfaceOptions,
  open = { input: openMidiIn, output: openMidiOut },
): Surface {
  const told = new Map<string, Micros>();
  const isOther = (): boolean => input.name !== beside.name;
  const isDone = (event: ControlEvent): boolean => {
    const at = told.get(messageOf(event).join());
    const isEcho = at !== undefined && clock.now() - at < echoes;
    return !isEcho && isOther();
  };
  const heard: MidiListener = {
    key: (pitch, velocity, at, channel) => {
      const event = { channel: channel + 1, number: pitch, value: velocity / 127 };
      if (isDone({ kind: 'note', ...event })) listener.key(pitch, velocity, at, channel);
    },
    realTime: (...message) => {
      if (isOther()) listener.realTime(...message);
    },
    control: (event, at) => {
      if (isDone(event)) listener.control(event, at);
    },
  };
  const input: MidiIn = open.input(name, heard, comesLate);
  const output = open.output(name, comesLate);
  return {
    get name() {
      return input.name;
    },
    get note() {
      return input.note;
    },
    liftKeys: () => input.liftKeys(),
    attach: () => {
      if (output.attach()) back();
      return input.attach();
    },
    show: (event) => {
      const message = messageOf(event);
      told.set(message.join(), clock.now());
      try {
        output.send(...message);
      } catch {
        // It has gone; when it is back it is told anew.
      }
    },
    close: () => {
      input.close();
      output.close();
    },
  };
}

/** Status and data bytes. */
function messageOf({ kind, channel, number, value }: ControlEvent): [number, number, number] {
  const place = onWire(kind, value);
  switch (kind) {
    case 'cc':
      return [0xb0 + channel - 1, number, place];
    case 'note':
      return [0x90 + channel - 1, number, place];
    case 'bend':
      return [0xe0 + channel - 1, place & 0x7f, place >> 7];
    case 'program':
      return [0xc0 + channel - 1, number, 0];
  }
}
