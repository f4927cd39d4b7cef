import tonejs from '@tonejs/midi';
import { readSmf } from '../codec/smf.js';
import { metaType, type SmfEvent } from '../codec/smf-track.js';
import type { Score, ScoreNote } from '../score.js';

/**
 * The bytes of a Standard MIDI File of a score: format 0, tempos and metres first. The same score
 * gives the same bytes. `ppq`, onsets and durations must be whole numbers; notes of one channel and
 * pitch should not overlap, as a MIDI file cannot say which of them an end is for.
 */
export function writeMidi(score: Score): Uint8Array {
  const midi = new tonejs.Midi();
  midi.header.fromJSON({
    name: '',
    ppq: score.ppq,
    meta: [],
    tempos: score.tempos.map(({ onset, bpm }) => ({ ticks: onset, bpm: exactTempo(bpm) })),
    timeSignatures: score.metres.map(({ onset, numerator, denominator }) => ({
      ticks: onset,
      timeSignature: [numerator, denominator],
    })),
    keySignatures: [],
  });
  for (const part of parts(score.notes)) {
    const track = midi.addTrack();
    track.channel = part[0]!.channel;
    for (const { onset, duration, pitch, velocity } of part)
      track.addNote({
        ticks: onset,
        durationTicks: duration,
        midi: pitch,
        velocity: velocity / 127,
        noteOffVelocity: 0,
      });
  }
  return join(midi.toArray(), score.ppq);
}

/**
 * Cuts notes, by onset, into runs of one channel and at most 256 notes. The library's time grows with
 * the square of a track's bytes: an hour of drums as one track would take minutes.
 */
function parts(notes: readonly ScoreNote[]): ScoreNote[][] {
  const parts: ScoreNote[][] = [];
  const open = new Map<number, ScoreNote[]>();
  for (const note of [...notes].sort((a, b) => a.onset - b.onset)) {
    const part = open.get(note.channel);
    if (part && part.length < 256) part.push(note);
    else {
      const begun = [note];
      open.set(note.channel, begun);
      parts.push(begun);
    }
  }
  return parts;
}

/** Lays the events of all tracks in one, without the names and programs that the library adds. */
function join(bytes: Uint8Array, ppq: number): Uint8Array {
  const events = readSmf(bytes, Infinity)
    .tracks.flatMap((track) => track.events)
    .filter(isWanted)
    .sort((a, b) => a.time - b.time);
  const body: number[] = [];
  let time = 0;
  for (const event of events) {
    body.push(...quantity(event.time - time), ...written(event));
    time = event.time;
  }
  body.push(0, 0xff, metaType.endOfTrack, 0);
  const header = [...text('MThd'), ...word(6), 0, 0, 0, 1, ppq >> 8, ppq & 0xff];
  return Uint8Array.from([...header, ...text('MTrk'), ...word(body.length)].concat(body));
}

function isWanted(event: SmfEvent): boolean {
  if (event.kind === 'channel') return event.status < 0xa0;
  return event.kind === 'meta' && (event.type === metaType.tempo || event.type === metaType.metre);
}

function written(event: SmfEvent): number[] {
  if (event.kind === 'channel') return [event.status, event.data1, event.data2];
  if (event.kind === 'meta') return [0xff, event.type, event.data.length, ...event.data];
  return [];
}

/** A variable-length quantity. */
function quantity(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function word(value: number): number[] {
  return [value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

function text(ascii: string): number[] {
  return Array.from(ascii, (letter) => letter.charCodeAt(0));
}

/** The library rounds microseconds down, so a tempo is given half of one over what the file shall hold. */
function exactTempo(bpm: number): number {
  return 60_000_000 / (Math.round(60_000_000 / bpm) + 0.5);
}
