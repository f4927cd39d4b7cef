import { Fault } from '../fault.js';
import { ByteCursor } from './byte-cursor.js';
import { placeOfSmf, typeAt } from './rmid.js';
import { endLength, mostEvents, readTrack, type SmfTrack } from './smf-track.js';

const exportAgain = 'the file was cut short; export or download it again';

/** What a division counts: pulses to a quarter note, or pulses to a timecode frame (29 is 29.97 drop-frame). */
export type SmfDivision =
  | { readonly kind: 'metrical'; readonly ppq: number }
  | {
      readonly kind: 'timecode';
      readonly framesPerSecond: number;
      readonly pulsesPerFrame: number;
    };

/** What is wrong with a file, and does not keep it from being read. */
export interface Oddity {
  readonly message: string;
  /** Byte offset in the file. */
  readonly offset: number;
}

/** A Standard MIDI File as it was written: every event of every track, with its byte offset. */
export interface Smf {
  /** 0: one track; 1: tracks that sound together; 2: tracks that follow each other. */
  readonly format: 0 | 1 | 2;
  readonly division: SmfDivision;
  readonly tracks: readonly SmfTrack[];
  readonly oddities: readonly Oddity[];
}

/**
 * Reads the bytes of a Standard MIDI File (specification 1.0, RP-001), or of one in an RMID file. Chunks of other types are
 * skipped, and so is whatever follows the last track that the header announces. What other programs read is read: fewer tracks
 * than announced, tracks that nothing ends, and a track with a wrong length that has its end all the same.
 * Throws `Fault` MIDI_NOT_MIDI, MIDI_HEADER, MIDI_TRUNCATED or MIDI_EVENT, each with the offset; MIDI_EVENT also where it has
 * more than `most` events.
 */
export function readSmf(file: Uint8Array, most = mostEvents): Smf {
  const { begin, end: limit } = placeOfSmf(file);
  const bytes = file.subarray(0, limit);
  const { format, trackCount, division, end } = readHeader(bytes, begin);
  const oddities: Oddity[] = [];
  if (begin > 0) oddities.push({ message: 'it is wrapped as RMID', offset: 0 });
  const tracks: SmfTrack[] = [];
  let left = most;
  for (let position = end; tracks.length < trackCount;) {
    if (position + 8 > limit) {
      if (tracks.length === 0) throw tracksMissing(limit, trackCount);
      oddities.push(fewerTracks(limit, tracks.length, trackCount));
      break;
    }
    const { next, missing } = chunkAt(bytes, position);
    if (typeAt(bytes, position) === 'MTrk') {
      const track =
        missing === 0
          ? readTrack(bytes, position + 8, next, left)
          : readWithoutEnd(bytes, position, left);
      if (missing > 0) oddities.push({ message: tooLong(bytes, position), offset: position });
      left -= track.events.length;
      tracks.push(track);
    } else if (missing > 0) throw cutShort(bytes, position);
    position = next;
  }
  const open = tracks.filter(({ ended }) => !ended);
  if (open.length > 0) oddities.push(endless(open, tracks.length));
  return { format, division, tracks, oddities };
}

/** A track whose chunk goes beyond the file, where nothing is lost but what says that it ends. @throws Fault MIDI_TRUNCATED */
function readWithoutEnd(bytes: Uint8Array, position: number, most: number): SmfTrack {
  try {
    const track = readTrack(bytes, position + 8, bytes.length, most);
    if (track.ended || chunkAt(bytes, position).missing <= endLength) return track;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
  throw cutShort(bytes, position);
}

function readHeader(bytes: Uint8Array, begin: number) {
  const cursor = new ByteCursor(bytes, begin + 4, bytes.length);
  const length = cursor.uint(4, 'the header length');
  if (length < 6)
    throw badHeader(`the header length is ${length}, under the least of 6`, begin + 4);
  const { next: end, missing } = chunkAt(bytes, begin);
  if (missing > 0) throw cutShort(bytes, begin);
  const format = cursor.uint(2, 'the format');
  if (format !== 0 && format !== 1 && format !== 2)
    throw badHeader(`the format is ${format}; only 0, 1 and 2 exist`, begin + 8);
  const trackCount = cursor.uint(2, 'the number of tracks');
  return {
    format,
    trackCount,
    division: readDivision(cursor.uint(2, 'the division'), begin + 12),
    end,
  } as const;
}

function readDivision(word: number, offset: number): SmfDivision {
  if (word < 0x8000) {
    if (word === 0) throw badHeader('the division is 0 pulses to a quarter note', offset);
    return { kind: 'metrical', ppq: word };
  }
  const framesPerSecond = 256 - (word >> 8);
  const pulsesPerFrame = word & 0xff;
  if (![24, 25, 29, 30].includes(framesPerSecond))
    throw badHeader(
      `the timecode is ${framesPerSecond} frames a second, not 24, 25, 29 or 30`,
      offset,
    );
  if (pulsesPerFrame === 0) throw badHeader('the division is 0 pulses to a frame', offset + 1);
  return { kind: 'timecode', framesPerSecond, pulsesPerFrame };
}

/** Where the chunk at `position` ends, or the file before it does: then so many bytes are missing. At least 8 must be left there. */
function chunkAt(bytes: Uint8Array, position: number) {
  const end = position + 8 + lengthAt(bytes, position);
  const next = Math.min(end, bytes.length);
  return { next, missing: end - next };
}

function lengthAt(bytes: Uint8Array, position: number): number {
  return new ByteCursor(bytes, position + 4, bytes.length).uint(4, 'the chunk length');
}

function tooLong(bytes: Uint8Array, position: number): string {
  const left = bytes.length - position - 8;
  return `the chunk is ${lengthAt(bytes, position)} bytes long and ${left} are left`;
}

function cutShort(bytes: Uint8Array, offset: number): Fault {
  return new Fault('MIDI_TRUNCATED', tooLong(bytes, offset), { offset, hint: exportAgain });
}

function badHeader(message: string, offset: number): Fault {
  return new Fault('MIDI_HEADER', message, { offset, hint: 'export the file again' });
}

function tracksMissing(offset: number, announced: number): Fault {
  const { message } = fewerTracks(offset, 0, announced);
  return new Fault('MIDI_TRUNCATED', message, { offset, hint: exportAgain });
}

function fewerTracks(offset: number, found: number, announced: number): Oddity {
  return { message: `the header announces ${announced} tracks and ${found} are there`, offset };
}

function endless(open: readonly SmfTrack[], tracks: number): Oddity {
  const message = `tracks without an end-of-track event: ${open.length} of ${tracks}`;
  return { message, offset: open[0].end };
}
