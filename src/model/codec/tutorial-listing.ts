import { firstInstrument } from './tutorial-instrument.js';
import {
  readParts,
  type PlacedMark,
  type TutorialElement,
  type TutorialPart,
} from './tutorial-part.js';
import { instrumentName } from './tutorial-programs.js';
import { readTutorialSmf } from './tutorial-smf.js';
import { tokenOf, tutorialName } from './tutorial-token.js';

/** One thing in a part. Times are in twelfths of a quarter note; text is for people. */
export interface Listed {
  readonly kind: 'instrument' | 'tempo' | 'key' | 'metre' | 'note' | 'chord' | 'rest';
  readonly onset: number;
  /** 0 for what is no note, chord or rest. */
  readonly length: number;
  /** `Piano`, `125 BPM`, `C major`, `4/4`, the names of pitches; empty for a rest. */
  readonly text: string;
  /** Of a note or chord: its token. */
  readonly token?: string;
}

/** What a MIDI file holds, as music21 5.7.1 takes it. */
export interface Listing {
  readonly format: number;
  readonly ppq: number;
  /** By onset; marks before notes. */
  readonly parts: readonly (readonly Listed[])[];
  /** What the tutorial takes its tokens from: an instrument, or all parts. */
  readonly source: string;
  /** How many tokens it takes. */
  readonly tokens: number;
}

/** Throws as `tutorialTokens` does. */
export function listFile(bytes: Uint8Array): Listing {
  const smf = readTutorialSmf(bytes);
  const parts = readParts(smf);
  const { instrument, elements } = firstInstrument(parts);
  return {
    format: smf.format,
    ppq: smf.ppq,
    parts: parts.map(listPart),
    source: instrument === undefined ? 'all parts' : (instrument ?? unnamed),
    tokens: elements.length,
  };
}

const unnamed = 'an instrument without a name';
const markOrder = ['instrument', 'tempo', 'key', 'metre'];

function listPart({ elements, marks }: TutorialPart): Listed[] {
  const listedMarks = marks.map((mark): Listed => ({
    kind: mark.kind,
    onset: mark.onset,
    length: 0,
    text: textOf(mark),
  }));
  listedMarks.sort((a, b) => markOrder.indexOf(a.kind) - markOrder.indexOf(b.kind));
  return [...listedMarks, ...listElements(elements)].sort((a, b) => a.onset - b.onset);
}

/** Notes and chords, and a rest wherever none sounds between two. */
function listElements(elements: readonly TutorialElement[]): Listed[] {
  const listed: Listed[] = [];
  let end = 0;
  for (const element of elements) {
    const { onset, length, pitches } = element;
    if (onset > end) listed.push({ kind: 'rest', onset: end, length: onset - end, text: '' });
    const kind = pitches.length > 1 ? 'chord' : 'note';
    const text = pitches.map(tutorialName).join(' ');
    listed.push({ kind, onset, length, text, token: tokenOf(pitches) });
    end = Math.max(end, onset + length);
  }
  return listed;
}

function textOf(mark: PlacedMark): string {
  switch (mark.kind) {
    case 'instrument':
      return instrumentName(mark.program) ?? `program ${mark.program}, ${unnamed}`;
    case 'tempo':
      return `${Number(mark.bpm.toFixed(2))} BPM`;
    case 'key':
      return keyName(mark.fifths, mark.minor);
    case 'metre':
      return `${mark.numerator}/${mark.denominator}`;
  }
}

/** The tonic as a note would be named, a minus being a flat: 2 sharps are `D major`, 2 flats `B- major` or `G minor`. */
function keyName(fifths: number, minor: boolean): string {
  const place = fifths + 1 + (minor ? 3 : 0);
  const turns = Math.floor(place / 7);
  const accidentals = (turns < 0 ? '-' : '#').repeat(Math.abs(turns));
  return `${'FCGDAEB'[place - 7 * turns]}${accidentals} ${minor ? 'minor' : 'major'}`;
}
