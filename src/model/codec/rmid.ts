import { Fault } from '../fault.js';

/** Where the Standard MIDI File in some bytes is: all of them, or what an RMID file (RP-029) wraps in RIFF chunks. */
export interface Place {
  readonly begin: number;
  readonly end: number;
}

/** @throws Fault MIDI_NOT_MIDI where they are of another kind. */
export function placeOfSmf(bytes: Uint8Array): Place {
  if (typeAt(bytes, 0) === 'MThd') return { begin: 0, end: bytes.length };
  if (typeAt(bytes, 0) !== 'RIFF' || typeAt(bytes, 8) !== 'RMID')
    throw notMidi(bytes.length === 0 ? 'the file is empty' : 'the file does not begin with MThd');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= bytes.length;) {
    const begin = at + 8;
    const size = view.getUint32(at + 4, true);
    if (typeAt(bytes, at) === 'data' && typeAt(bytes, begin) === 'MThd')
      return { begin, end: Math.min(begin + size, bytes.length) };
    at = begin + size + (size % 2); // RIFF begins each chunk at an even place
  }
  throw notMidi('the RMID file has no MIDI file in it');
}

/** The four letters at a place: fewer at the end. */
export function typeAt(bytes: Uint8Array, position: number): string {
  return String.fromCharCode(...bytes.subarray(position, position + 4));
}

function notMidi(what: string): Fault {
  return new Fault('MIDI_NOT_MIDI', what, { offset: 0, hint: 'give a Standard MIDI File (.mid)' });
}
