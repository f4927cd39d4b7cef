import { Fault } from '../fault.js';
import { ByteCursor, hex } from './byte-cursor.js';
import { expectRoom, type SmfEvent } from './smf-track.js';

/** A MIDI file as music21 5.7.1 takes it. */
export interface TutorialSmf {
  readonly format: 0 | 1;
  readonly ppq: number;
  /** The channel and meta events of each track, in file order; data bytes may be over 127. */
  readonly tracks: readonly (readonly SmfEvent[])[];
}

/** What music21 takes a timecode division for. */
const timecodePpq = 1024;
/** The meta events that music21 knows. */
const knownMeta = new Set([
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x20, 0x21, 0x2f, 0x51, 0x54, 0x58,
  0x59, 0x7f,
]);

/**
 * Reads a MIDI file with the liberties and the faults of music21 5.7.1, so that the tokens are those
 * it gives (docs/codec.md lists where it leaves the specification). Where music21 fails, throws `Fault`
 * MIDI_NOT_MIDI, MIDI_HEADER, MIDI_TRUNCATED or MIDI_EVENT, each with the offset.
 */
export function readTutorialSmf(bytes: Uint8Array): TutorialSmf {
  const cursor = new ByteCursor(bytes, 0, bytes.length);
  if (!takesType(cursor, 'MThd'))
    throw new Fault('MIDI_NOT_MIDI', 'the file does not begin with MThd', {
      offset: 0,
      hint: 'give a Standard MIDI File (.mid)',
    });
  const length = cursor.uint(4, 'the header length');
  if (length !== 6) throw foreign(`a header length of ${length}`, 4);
  const format = cursor.uint(2, 'the format');
  if (format !== 0 && format !== 1) throw foreign(`format ${format}`, 8);
  const trackCount = cursor.uint(2, 'the number of tracks');
  const ppq = readDivision(cursor);
  const tracks: SmfEvent[][] = [];
  for (let before = 0; tracks.length < trackCount;) {
    const events = readChunk(cursor, before);
    before += events.length;
    tracks.push(events);
  }
  return { format, ppq, tracks };
}

function readDivision(cursor: ByteCursor): number {
  const offset = cursor.position;
  const word = cursor.uint(2, 'the division');
  if (word === 0) throw foreign('a division of 0 pulses to a quarter note', offset);
  if (word < 0x8000) return word;
  // It looks for the frames a second in the byte that holds the pulses to a frame.
  if ([24, 25, 29, 30].includes(word & 0xff)) return timecodePpq;
  throw foreign(`a timecode of ${word & 0xff} pulses to a frame`, offset);
}

/** The events of the next chunk, which must be a track, after so many `before`; one longer than the file ends with it. */
function readChunk(cursor: ByteCursor, before: number): SmfEvent[] {
  const offset = cursor.position;
  if (cursor.left === 0) {
    const detail = { offset, hint: 'the file was cut short; export or download it again' };
    throw new Fault('MIDI_TRUNCATED', 'the header announces more tracks than are there', detail);
  }
  if (!takesType(cursor, 'MTrk')) throw foreign('a chunk that is not MTrk', offset);
  const length = cursor.uint(4, 'the chunk length');
  const end = Math.min(cursor.position + length, cursor.end);
  const events = readEvents(new ByteCursor(cursor.bytes, cursor.position, end), before);
  cursor.position = end;
  return events;
}

/** Goes on to the end of the chunk, whatever end-of-track event comes before it. */
function readEvents(cursor: ByteCursor, before: number): SmfEvent[] {
  const events: SmfEvent[] = [];
  let time = 0;
  // Every status is running status, those of meta events and sysex too; at first it is a note-on.
  let running = 0x90;
  while (cursor.left > 0) {
    const delta = quantity(cursor, 'a delta time');
    const offset = cursor.position;
    if (cursor.left < 2) break;
    const given = cursor.bytes[offset] >= 0x80;
    const status = given ? cursor.byte('a status') : running;
    if (status === 0xff && !knownMeta.has(cursor.bytes[cursor.position])) {
      // It drops the delta time, and takes what follows it for the next one.
      cursor.position = offset;
      continue;
    }
    running = status;
    expectRoom(before + events.length, offset);
    time += delta;
    const event = readEvent(cursor, status, { offset, time });
    if (event !== null) events.push(event);
  }
  return events;
}

/** The event behind its status byte; null for sysex. */
function readEvent(
  cursor: ByteCursor,
  status: number,
  at: { readonly offset: number; readonly time: number },
): SmfEvent | null {
  if (status < 0xf0) {
    const oneByte = status >= 0xc0 && status < 0xe0;
    const [data1, data2] = [cursor.byte('a data byte'), cursor.byte('a data byte')];
    // It asks for a second data byte where there is none to take, too.
    if (oneByte) cursor.position--;
    return { kind: 'channel', ...at, status, data1, data2: oneByte ? 0 : data2 };
  }
  if (status === 0xf0 || status === 0xf7) {
    takeSome(cursor, 'a sysex event');
    return null;
  }
  if (status !== 0xff)
    throw new Fault('MIDI_EVENT', `status ${hex(status)} cannot be in a file`, at);
  const type = cursor.byte('a meta event type');
  return { kind: 'meta', ...at, type, data: takeSome(cursor, 'a meta event') };
}

/** A length, and as many bytes, or what is left. */
function takeSome(cursor: ByteCursor, what: string): Uint8Array {
  const length = quantity(cursor, 'a length');
  return cursor.take(Math.min(length, cursor.left), what);
}

/** A variable-length quantity of any length. */
function quantity(cursor: ByteCursor, what: string): number {
  const offset = cursor.position;
  for (let value = 0; Number.isSafeInteger(value);) {
    const byte = cursor.byte(what);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return value;
  }
  throw new Fault('MIDI_EVENT', `${what} is over the limit of 2^53`, { offset });
}

function takesType(cursor: ByteCursor, type: string): boolean {
  if (cursor.left < 4) return false;
  return String.fromCharCode(...cursor.take(4, 'a chunk type')) === type;
}

function foreign(what: string, offset: number): Fault {
  return new Fault(
    'MIDI_HEADER',
    `music21 5.7.1, which the tutorial codec follows, refuses ${what}`,
    {
      offset,
      hint: 'save it as format 1 with another program, or use --codec step',
    },
  );
}
