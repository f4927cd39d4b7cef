import tonejs = require('@tonejs/midi');
import { readSmf } from '../codec/smf.js';
import { metaType, type SmfEvent } from '../codec/smf-track.js';
import { Fault } from '../fault.js';
import type { Score, ScoreNote } from '../score.js';

/**
 * The bytes of a Standard MIDI File of a score: format 0, tempos and metres first; of several channels format 1, a track for
 * tempos and metres and one for each channel, as a DAW takes a track for an instrument. The same score
 * gives the same bytes. `ppq`, onsets and durations must be whole numbers; notes of one channel and
 * pitch should not overlap, as a MIDI file cannot say which of them an end is for. Throws Fault BAD_VALUE for a score of more
 * than 2^40 ticks.
 */
export function writeMidi(score: Score): Uint8Array {
  const instants = instantsOf(score);
  if (instants.at(-1)! > longest)
    throw new Fault('BAD_VALUE', 'the music is too long for a MIDI file', {
      hint: 'write a part of it',
    });
  const placeOf = new Map(instants.map((instant, place) => [instant, place]));
  const midi = new tonejs.Midi();
  midi.header.fromJSON({
    name: '',
    ppq: score.ppq,
    meta: [],
    tempos: score.tempos.map(({ onset, bpm }) => ({
      ticks: placeOf.get(onset)!,
      bpm: exactTempo(bpm),
    })),
    timeSignatures: score.metres.map(({ onset, numerator, denominator }) => ({
      ticks: placeOf.get(onset)!,
      timeSignature: [numerator, denominator],
    })),
    keySignatures: [],
  });
  for (const part of parts(score.notes)) {
    const track = midi.addTrack();
    track.channel = part[0]!.channel;
    for (const { onset, duration, pitch, velocity } of part)
      track.addNote({
        ticks: placeOf.get(onset)!,
        durationTicks: placeOf.get(onset + duration)! - placeOf.get(onset)!,
        midi: pitch,
        velocity: velocity / 127,
        noteOffVelocity: 0,
      });
  }
  return join(midi.toArray(), score.ppq, instants);
}

/** Ticks: at 960 to a quarter and 120 BPM 18 years. */
const longest = 2 ** 40;

/**
 * Every onset and end once, in order. The library is told places in it rather than ticks: of 2^31 ticks, 13 days of music, it
 * would never finish to write the number.
 */
function instantsOf({ tempos, metres, notes }: Score): number[] {
  const instants = new Set([0]);
  for (const { onset } of [...tempos, ...metres]) instants.add(onset);
  for (const { onset, duration } of notes) instants.add(onset).add(onset + duration);
  return [...instants].sort((a, b) => a - b);
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

/** Lays the events in their tracks, each at its instant, without the names and programs that the library adds. */
function join(bytes: Uint8Array, ppq: number, instants: readonly number[]): Uint8Array {
  const events = readSmf(bytes, Infinity)
    .tracks.flatMap((track) => track.events)
    .filter(isWanted)
    .sort((a, b) => a.time - b.time);
  const channels = [...new Set(events.flatMap((event) => channelOf(event) ?? []))].sort(
    (a, b) => a - b,
  );
  const tracks =
    channels.length < 2
      ? [events]
      : [undefined, ...channels].map((channel) =>
          events.filter((event) => channelOf(event) === channel),
        );
  const format = tracks.length === 1 ? 0 : 1;
  const header = [...word(6), 0, format, 0, tracks.length, ppq >> 8, ppq & 0xff];
  return Uint8Array.from(
    [...text('MThd'), ...header].concat(...tracks.map((track) => chunk(track, instants))),
  );
}

/** Undefined for tempos and metres. */
function channelOf(event: SmfEvent): number | undefined {
  return event.kind === 'channel' ? event.status & 0x0f : undefined;
}

function chunk(events: readonly SmfEvent[], instants: readonly number[]): number[] {
  const body: number[] = [];
  let time = 0;
  for (const event of events) {
    const instant = instants[event.time]!;
    body.push(...pause(instant - time), ...written(event));
    time = instant;
  }
  body.push(0, 0xff, metaType.endOfTrack, 0);
  return [...text('MTrk'), ...word(body.length)].concat(body);
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

/** The time to the next event. What is longer than a quantity can say has events between that say nothing. */
function pause(ticks: number): number[] {
  const bytes: number[] = [];
  let left = ticks;
  for (; left > mostTicks; left -= mostTicks)
    bytes.push(...quantity(mostTicks), 0xff, metaType.text, 0);
  bytes.push(...quantity(left));
  return bytes;
}

const mostTicks = 0x0fffffff;

/** A variable-length quantity, of four bytes at most (Standard MIDI Files 1.0). */
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
