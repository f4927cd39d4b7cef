import type { Micros } from '../core/clock.js';
import type { ControlEvent } from '../core/control-event.js';
import type { RealTime } from '../core/real-time.js';

/** What is heard of a MIDI input. */
export interface MidiListener {
  /** A key went down, or up where `velocity` is 0, on a MIDI channel of 0 to 15. */
  key(pitch: number, velocity: number, at: Micros, channel: number): void;
  /** Another machine's clock or transport; `position` is in sixteenths, and 0 where the message has none. */
  realTime(kind: RealTime, position: number, at: Micros): void;
  /** A knob, wheel or programme moved. */
  control(event: ControlEvent, at: Micros): void;
}

/** What easymidi makes of the bytes of one message; of others than these nothing is heard. */
export type Message =
  | {
      readonly type: 'noteon' | 'noteoff';
      readonly msg: { readonly note: number; readonly velocity: number; readonly channel: number };
    }
  | {
      readonly type: 'cc';
      readonly msg: {
        readonly controller: number;
        readonly value: number;
        readonly channel: number;
      };
    }
  | {
      readonly type: 'pitch';
      readonly msg: { readonly value: number; readonly channel: number };
    }
  | {
      readonly type: 'program';
      readonly msg: { readonly number: number; readonly channel: number };
    }
  | { readonly type: 'position'; readonly msg: { readonly value: number } }
  | { readonly type: 'clock' | 'start' | 'continue' | 'stop'; readonly msg: object };

/**
 * Tells what one message says that came in at `at`. What is no message, or not all of one, is not heard: some drivers hand
 * on what a broken cable leaves of one. Main thread; does not block, and throws nothing but what the listener throws.
 */
export function hear(
  listener: MidiListener,
  read: (bytes: readonly number[]) => Message,
  bytes: readonly number[],
  at: Micros,
): void {
  if (isWhole(bytes)) tell(listener, read(bytes), at);
}

function tell(listener: MidiListener, { type, msg }: Message, at: Micros): void {
  switch (type) {
    case 'noteon':
      listener.key(msg.note, msg.velocity, at, msg.channel);
      break;
    case 'noteoff':
      listener.key(msg.note, 0, at, msg.channel);
      break;
    case 'cc':
      listener.control(
        {
          ...{ kind: 'cc', channel: msg.channel + 1, number: msg.controller },
          value: msg.value / 127,
        },
        at,
      );
      break;
    case 'pitch':
      listener.control(
        {
          ...{ kind: 'bend', channel: msg.channel + 1, number: 0 },
          value: msg.value / 16383,
        },
        at,
      );
      break;
    case 'program':
      listener.control(
        {
          ...{ kind: 'program', channel: msg.channel + 1, number: msg.number },
          value: 1,
        },
        at,
      );
      break;
    case 'position':
      listener.realTime('position', msg.value, at);
      break;
    case 'clock':
    case 'start':
    case 'continue':
    case 'stop':
      listener.realTime(type, 0, at);
      break;
  }
}

/** A status, and as many data bytes of 7 bits as that takes. */
function isWhole(bytes: readonly number[]): boolean {
  const [status = 0, ...data] = bytes;
  return status >= 0x80 && data.length >= dataBytes(status) && data.every((byte) => byte < 0x80);
}

/** MIDI 1.0 Detailed Specification, table I: of voice messages, then of system common; real time has none. */
function dataBytes(status: number): number {
  if (status < 0xf0) return (status & 0xe0) === 0xc0 ? 1 : 2;
  if (status === 0xf2) return 2;
  return status === 0xf1 || status === 0xf3 ? 1 : 0;
}
