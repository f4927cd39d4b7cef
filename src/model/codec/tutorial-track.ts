import { Fault } from '../fault.js';
import { metaType, type ChannelEvent, type MetaEvent, type SmfEvent } from './smf-track.js';

/** A note of one track, in pulses. */
export interface TutorialNote {
  readonly on: number;
  readonly off: number;
  /** 0 to 127. */
  readonly pitch: number;
}

/** What stands between the notes of a track. */
export type TutorialMark =
  | { readonly kind: 'instrument'; readonly program: number }
  | { readonly kind: 'tempo'; readonly bpm: number }
  | { readonly kind: 'key'; readonly fifths: number; readonly minor: boolean }
  | { readonly kind: 'metre'; readonly numerator: number; readonly denominator: number };

/** In pulses. */
export type TimedMark = TutorialMark & { readonly time: number };

export interface TutorialTrack {
  /** It has a note-on, so it is a part, even where no note comes of it. */
  readonly sounds: boolean;
  /** In the order of their note-ons. */
  readonly notes: readonly TutorialNote[];
  /** In file order. */
  readonly marks: readonly TimedMark[];
}

/** Throws `Fault` MIDI_EVENT for a tempo, key or metre on which music21 fails. */
export function readTutorialTrack(events: readonly SmfEvent[]): TutorialTrack {
  const strikes = events.filter((event) => event.kind === 'channel').filter(isNoteEvent);
  return {
    sounds: strikes.some(isNoteOn),
    notes: pairNotes(strikes),
    marks: events.flatMap((event) => markOf(event) ?? []),
  };
}

/**
 * A note ends with the next event, note-off or note-on, of its pitch and channel: a note-on that ends
 * one begins none. A note that nothing ends is lost.
 */
function pairNotes(strikes: readonly ChannelEvent[]): TutorialNote[] {
  type Draft = { on: number; off: number | null; pitch: number };
  /** By channel * 256 + pitch: what sounds. */
  const open = new Map<number, Draft>();
  const drafts: Draft[] = [];
  for (const event of strikes) {
    const key = (event.status & 0x0f) * 256 + event.data1;
    const sounding = open.get(key);
    if (sounding !== undefined) {
      sounding.off = event.time;
      open.delete(key);
    } else if (isNoteOn(event)) {
      const draft = { on: event.time, off: null, pitch: playable(event.data1) };
      open.set(key, draft);
      drafts.push(draft);
    }
  }
  return drafts.flatMap(({ on, off, pitch }) => (off === null ? [] : [{ on, off, pitch }]));
}

const isNoteEvent = ({ status }: ChannelEvent): boolean => status < 0xa0;
const isNoteOn = ({ status, data2 }: ChannelEvent): boolean => status >= 0x90 && data2 > 0;

/** A pitch over 127 goes to the top of the range, by octaves. */
function playable(pitch: number): number {
  return pitch <= 127 ? pitch : 115 + ((pitch - 115) % 12);
}

function markOf(event: SmfEvent): TimedMark | undefined {
  const { time } = event;
  if (event.kind === 'channel' && event.status >= 0xc0 && event.status < 0xd0)
    return { time, kind: 'instrument', program: event.data1 };
  if (event.kind !== 'meta') return undefined;
  if (event.type === metaType.tempo) return { time, kind: 'tempo', bpm: bpmOf(event) };
  if (event.type === metaType.key) return { time, kind: 'key', ...keyOf(event) };
  if (event.type === metaType.metre) return { time, kind: 'metre', ...metreOf(event) };
  return undefined;
}

function bpmOf(event: MetaEvent): number {
  const [high, middle, low] = dataOf(event, 3);
  const micros = (high * 256 + middle) * 256 + low;
  if (micros === 0) throw senseless('a tempo of 0 microseconds to a quarter note', event);
  return 60_000_000 / micros;
}

function keyOf(event: MetaEvent) {
  const [fifths, mode] = dataOf(event, 2);
  return { fifths: fifths > 12 ? fifths - 256 : fifths, minor: mode === 1 };
}

function metreOf(event: MetaEvent) {
  const [numerator, power] = dataOf(event, 2);
  const denominator = 2 ** power;
  if (numerator === 0 || (power > 7 && numerator > 1))
    throw senseless(`a metre of ${numerator}/${denominator}`, event);
  return { numerator, denominator };
}

function dataOf(event: MetaEvent, length: number): Uint8Array {
  if (event.data.length >= length) return event.data;
  throw senseless(`a meta event of ${event.data.length} bytes that needs ${length}`, event);
}

function senseless(what: string, { offset }: MetaEvent): Fault {
  return new Fault(
    'MIDI_EVENT',
    `music21 5.7.1, which the tutorial codec follows, refuses ${what}`,
    {
      offset,
      hint: 'use --codec step, which leaves it out',
    },
  );
}
