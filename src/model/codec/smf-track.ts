import { Fault } from '../fault.js';
import { ByteCursor, hex } from './byte-cursor.js';

interface SmfEventBase {
  /** Where the event begins in the file, after its delta time: its status byte, or its first data byte under running status. */
  readonly offset: number;
  /** Pulses since the start of the track. */
  readonly time: number;
}

export interface ChannelEvent extends SmfEventBase {
  readonly kind: 'channel';
  /** 0x80 to 0xef, given or running. */
  readonly status: number;
  readonly data1: number;
  /** 0 where the message has one data byte (program change, channel pressure). */
  readonly data2: number;
}

export interface MetaEvent extends SmfEventBase {
  readonly kind: 'meta';
  readonly type: number;
  /** A view of the file's bytes. */
  readonly data: Uint8Array;
}

export interface SysexEvent extends SmfEventBase {
  readonly kind: 'sysex';
  /** 0xf0 begins a message; 0xf7 goes on with one, or escapes any bytes. */
  readonly status: 0xf0 | 0xf7;
  readonly data: Uint8Array;
}

export type SmfEvent = ChannelEvent | MetaEvent | SysexEvent;

export interface SmfTrack {
  /** Byte offsets of the first event and of the end of the chunk. */
  readonly start: number;
  readonly end: number;
  /** In file order, up to and including the end-of-track event. */
  readonly events: readonly SmfEvent[];
  /** Whether it has an end-of-track event. */
  readonly ended: boolean;
  /** Pulses from the start to the end of the track. */
  readonly length: number;
}

/**
 * Events of a file at most: an hour or two of busy music. With more of them a file would take more than 250 MB, or 2 s, to read
 * (`bench/midi-limits.ts`).
 */
export const mostEvents = 150_000;

/** Fault MIDI_EVENT where the file has had `count` events, and another one begins at `offset`. */
export function expectRoom(count: number, offset: number, most = mostEvents): void {
  if (count < most) return;
  const hint = 'cut it into shorter pieces, or leave out its controllers';
  throw new Fault('MIDI_EVENT', `the file has more than ${most} events`, { offset, hint });
}

export const metaType = {
  text: 0x01,
  endOfTrack: 0x2f,
  tempo: 0x51,
  metre: 0x58,
  key: 0x59,
} as const;

/**
 * Reads the events of one track chunk, bytes `start` to `end`. Running status outlives meta events
 * and sysex: the specification ends it there, but files that rely on it exist, and a data byte there
 * can mean nothing else. A track without an end-of-track event ends with its chunk. It may have `most` events.
 */
export function readTrack(
  bytes: Uint8Array,
  start: number,
  end: number,
  most = mostEvents,
): SmfTrack {
  const cursor = new ByteCursor(bytes, start, end);
  const events: SmfEvent[] = [];
  let time = 0;
  let running = 0;
  let ended = false;
  while (!ended && !isEndCutShort(cursor)) {
    time += cursor.quantity('a delta time');
    expectRoom(events.length, cursor.position, most);
    const event = readEvent(cursor, time, running);
    events.push(event);
    if (event.kind === 'channel') running = event.status;
    ended = event.kind === 'meta' && event.type === metaType.endOfTrack;
  }
  return { start, end, events, ended, length: time };
}

/** Bytes of an end-of-track event at no distance: 00 ff 2f 00. */
export const endLength = 4;

/** Whether nothing is left, or a delta time at most and not all of an end-of-track event: some programs forget to write it. */
function isEndCutShort({ bytes, position, end }: ByteCursor): boolean {
  let at = position;
  while (at < end && at < position + 3 && bytes[at] >= 0x80) at++;
  const left = end - at - 1; // behind the delta time
  if (left > 2) return false;
  return (
    (left < 1 || bytes[at + 1] === 0xff) && (left < 2 || bytes[at + 2] === metaType.endOfTrack)
  );
}

function readEvent(cursor: ByteCursor, time: number, running: number): SmfEvent {
  const offset = cursor.position;
  const first = cursor.byte('an event');
  if (first < 0x80) {
    if (running === 0)
      throw new Fault('MIDI_EVENT', `data byte ${hex(first)} comes before any status`, {
        offset,
        hint: 'export the file again',
      });
    return readChannelEvent(cursor, offset, time, running, first);
  }
  if (first < 0xf0)
    return readChannelEvent(cursor, offset, time, first, cursor.data('a data byte'));
  if (first === 0xff) {
    const type = cursor.data('a meta event type');
    const data = cursor.take(cursor.quantity('a meta event length'), 'a meta event');
    return { kind: 'meta', offset, time, type, data };
  }
  if (first === 0xf0 || first === 0xf7) {
    const data = cursor.take(cursor.quantity('a sysex length'), 'a sysex event');
    return { kind: 'sysex', offset, time, status: first, data };
  }
  throw new Fault('MIDI_EVENT', `status ${hex(first)} cannot be in a file`, {
    offset,
    hint: 'export the file again',
  });
}

function readChannelEvent(
  cursor: ByteCursor,
  offset: number,
  time: number,
  status: number,
  data1: number,
): ChannelEvent {
  const oneByte = status >= 0xc0 && status < 0xe0;
  const data2 = oneByte ? 0 : cursor.data('a data byte');
  return { kind: 'channel', offset, time, status, data1, data2 };
}
