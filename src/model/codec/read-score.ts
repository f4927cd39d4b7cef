import { Fault } from '../fault.js';
import type { Metre, Score, ScoreNote, Tempo } from '../score.js';
import { metaType, type MetaEvent, type SmfTrack } from './smf-track.js';
import { readSmf, type Oddity, type SmfDivision } from './smf.js';

/** Beats from the start of a file to its last note at most: 8 hours at 120 BPM, or 480,000 ticks of 1/32. */
const maxBeats = 60_000;

/**
 * Reads the notes, tempos and metres of a Standard MIDI File; a file without notes gives none.
 * A note-on of velocity 0 is a note-off; a note-on of a pitch that sounds ends the earlier note; a
 * note that nothing ends lasts to the end of its track. The tracks of format 2 follow each other.
 * `hear` is told of each oddity of the file. Throws the faults of `readSmf`, and MIDI_EVENT for a note later than `maxBeats`.
 */
export function readScore(bytes: Uint8Array, hear?: (oddity: Oddity) => void): Score {
  const smf = readSmf(bytes);
  if (hear) smf.oddities.forEach(hear);
  const draft: Draft = { ppq: pulsesPerQuarter(smf.division), notes: [], tempos: [], metres: [] };
  let origin = 0;
  for (const track of smf.tracks) {
    addTrack(draft, track, origin);
    if (smf.format === 2) origin += track.length;
  }
  return {
    ppq: draft.ppq,
    notes: draft.notes.sort(byOnset),
    // Timecode fixes seconds, whatever tempo a file may name beside it.
    tempos: smf.division.kind === 'timecode' ? [] : draft.tempos.sort(byOnset),
    metres: draft.metres.sort(byOnset),
  };
}

type DraftNote = ScoreNote & { duration: number };

interface OpenNote {
  readonly note: DraftNote;
  /** It ended an earlier note of its pitch. */
  readonly tookOver: boolean;
}

interface Draft {
  readonly ppq: number;
  readonly notes: DraftNote[];
  readonly tempos: Tempo[];
  readonly metres: Metre[];
}

const byOnset = (a: { onset: number }, b: { onset: number }): number => a.onset - b.onset;

/** A timecode division has no beat: it is read as 120 BPM, two quarters a second. */
function pulsesPerQuarter(division: SmfDivision): number {
  if (division.kind === 'metrical') return division.ppq;
  const { framesPerSecond, pulsesPerFrame } = division;
  const rate = framesPerSecond === 29 ? 30_000 / 1001 : framesPerSecond;
  return (rate * pulsesPerFrame) / 2;
}

/** Adds a track that begins `origin` pulses into the score. */
function addTrack(draft: Draft, track: SmfTrack, origin: number): void {
  /** By channel * 128 + pitch. */
  const sounding = new Map<number, OpenNote>();
  for (const event of track.events) {
    const time = origin + event.time;
    if (event.kind === 'meta') addMeta(draft, event, time);
    if (event.kind !== 'channel' || event.status >= 0xa0) continue;
    const channel = event.status & 0x0f;
    const key = channel * 128 + event.data1;
    const earlier = sounding.get(key);
    const begins = event.status >= 0x90 && event.data2 > 0;
    // A note that took over from another at this very time is not what this note-off was for.
    if (!begins && earlier?.tookOver && earlier.note.onset === time) continue;
    if (earlier) earlier.note.duration = time - earlier.note.onset;
    sounding.delete(key);
    if (!begins) continue;
    if (time > maxBeats * draft.ppq) throw tooLate(time / draft.ppq, event.offset);
    const note = { onset: time, duration: 0, pitch: event.data1, velocity: event.data2, channel };
    sounding.set(key, { note, tookOver: earlier !== undefined });
    draft.notes.push(note);
  }
  const end = origin + track.length;
  for (const { note } of sounding.values()) note.duration = end - note.onset;
}

/** Tempos and metres that make no sense are left out: notes do not depend on them. */
function addMeta(draft: Draft, { type, data }: MetaEvent, onset: number): void {
  if (type === metaType.tempo && data.length >= 3) {
    const micros = data[0] * 65_536 + data[1] * 256 + data[2];
    if (micros > 0) draft.tempos.push({ onset, bpm: 60_000_000 / micros });
  }
  if (type === metaType.metre && data.length >= 2) {
    const [numerator, power] = [data[0], data[1]];
    if (numerator > 0 && power <= 6)
      draft.metres.push({ onset, numerator, denominator: 2 ** power });
  }
}

function tooLate(beat: number, offset: number): Fault {
  const at = Math.round(beat);
  return new Fault('MIDI_EVENT', `a note lies ${at} beats in, over the limit of ${maxBeats}`, {
    offset,
    hint: 'cut what is after the music',
  });
}
