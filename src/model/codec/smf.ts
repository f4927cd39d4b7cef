import { Fault } from '../fault.js';
import { ByteCursor } from './byte-cursor.js';
import { mostEvents, readTrack, type SmfTrack } from './smf-track.js';

/** What a division counts: pulses to a quarter note, or pulses to a timecode frame (29 is 29.97 drop-frame). */
export type SmfDivision =
  | { readonly kind: 'metrical'; readonly ppq: number }
  | {
      readonly kind: 'timecode';
      readonly framesPerSecond: number;
      readonly pulsesPerFrame: number;
    };

/** A Standard MIDI File as it was written: every event of every track, with its byte offset. */
export interface Smf {
  /** 0: one track; 1: tracks that sound together; 2: tracks that follow each other. */
  readonly format: 0 | 1 | 2;
  readonly division: SmfDivision;
  readonly tracks: readonly SmfTrack[];
}

/**
 * Reads the bytes of a Standard MIDI File (specification 1.0, RP-001). Chunks of other types are
 * skipped, and so is whatever follows the last track that the header announces.
 * Throws `Fault` MIDI_NOT_MIDI, MIDI_HEADER, MIDI_TRUNCATED or MIDI_EVENT, each with the offset; MIDI_EVENT also where it has
 * more than `most` events.
 */
export function readSmf(bytes: Uint8Array, most = mostEvents): Smf {
  if (chunkType(bytes, 0) !== 'MThd') throw notMidi(bytes);
  const { format, trackCount, division, end } = readHeader(bytes);
  const tracks: SmfTrack[] = [];
  let left = most;
  for (let position = end; tracks.length < trackCount;) {
    if (position + 8 > bytes.length) throw tracksMissing(bytes, tracks.length, trackCount);
    const next = chunkEnd(bytes, position);
    if (chunkType(bytes, position) === 'MTrk') {
      const track = readTrack(bytes, position + 8, next, left);
      left -= track.events.length;
      tracks.push(track);
    }
    position = next;
  }
  return { format, division, tracks };
}

function readHeader(bytes: Uint8Array) {
  const cursor = new ByteCursor(bytes, 4, bytes.length);
  const length = cursor.uint(4, 'the header length');
  if (length < 6) throw badHeader(`the header length is ${length}, under the least of 6`, 4);
  const end = chunkEnd(bytes, 0);
  const format = cursor.uint(2, 'the format');
  if (format !== 0 && format !== 1 && format !== 2)
    throw badHeader(`the format is ${format}; only 0, 1 and 2 exist`, 8);
  const trackCount = cursor.uint(2, 'the number of tracks');
  return {
    format,
    trackCount,
    division: readDivision(cursor.uint(2, 'the division')),
    end,
  } as const;
}

function readDivision(word: number): SmfDivision {
  if (word < 0x8000) {
    if (word === 0) throw badHeader('the division is 0 pulses to a quarter note', 12);
    return { kind: 'metrical', ppq: word };
  }
  const framesPerSecond = 256 - (word >> 8);
  const pulsesPerFrame = word & 0xff;
  if (![24, 25, 29, 30].includes(framesPerSecond))
    throw badHeader(`the timecode is ${framesPerSecond} frames a second, not 24, 25, 29 or 30`, 12);
  if (pulsesPerFrame === 0) throw badHeader('the division is 0 pulses to a frame', 13);
  return { kind: 'timecode', framesPerSecond, pulsesPerFrame };
}

/** Where the chunk at `position` ends; at least 8 bytes must be left there. */
function chunkEnd(bytes: Uint8Array, position: number): number {
  const length = new ByteCursor(bytes, position + 4, bytes.length).uint(4, 'the chunk length');
  const left = bytes.length - position - 8;
  if (length <= left) return position + 8 + length;
  throw new Fault('MIDI_TRUNCATED', `the chunk is ${length} bytes long and ${left} are left`, {
    offset: position,
    hint: 'the file was cut short; export or download it again',
  });
}

function chunkType(bytes: Uint8Array, position: number): string {
  return String.fromCharCode(...bytes.subarray(position, position + 4));
}

function notMidi(bytes: Uint8Array): Fault {
  const what = bytes.length === 0 ? 'the file is empty' : 'the file does not begin with MThd';
  return new Fault('MIDI_NOT_MIDI', what, { offset: 0, hint: 'give a Standard MIDI File (.mid)' });
}

function badHeader(message: string, offset: number): Fault {
  return new Fault('MIDI_HEADER', message, { offset, hint: 'export the file again' });
}

function tracksMissing(bytes: Uint8Array, found: number, announced: number): Fault {
  return new Fault(
    'MIDI_TRUNCATED',
    `the header announces ${announced} tracks and ${found} are there`,
    {
      offset: bytes.length,
      hint: 'the file was cut short; export or download it again',
    },
  );
}
