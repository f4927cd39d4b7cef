import { Fault } from '../fault.js';
import { gatherChords, type TutorialGroup } from './tutorial-chords.js';
import { quantise } from './tutorial-grid.js';
import type { TutorialSmf } from './tutorial-smf.js';
import { readTutorialTrack, type TutorialMark, type TutorialNote } from './tutorial-track.js';
import { fitVoices } from './tutorial-voices.js';

/** A note, or a chord of two and more; times in twelfths of a quarter note. */
export interface TutorialElement {
  readonly onset: number;
  readonly length: number;
  /** In the order of their note-ons. */
  readonly pitches: readonly number[];
}

/** `onset` in twelfths of a quarter note. */
export type PlacedMark = TutorialMark & { readonly onset: number };

/** A track that has notes. */
export interface TutorialPart {
  /** By onset; those of one onset as they began. */
  readonly elements: readonly TutorialElement[];
  /** By onset. */
  readonly marks: readonly PlacedMark[];
  /** Where the last of all this ends, in twelfths of a quarter note. */
  readonly end: number;
}

/**
 * The parts of a file: its tracks that have a note-on. Keys and metres of the other tracks stand in every
 * part, their tempos in the first, their instruments nowhere. Throws `Fault` MIDI_NO_NOTES where there is
 * no part, and what `readTutorialTrack` and `fitVoices` throw.
 */
export function readParts({ tracks, ppq }: TutorialSmf): readonly TutorialPart[] {
  const read = tracks.map(readTutorialTrack).map(({ sounds, notes, marks }) => ({
    sounds,
    notes,
    marks: marks.map(({ time, ...mark }): PlacedMark => ({ ...mark, onset: quantise(time, ppq) })),
  }));
  const parts = read.filter(({ sounds }) => sounds);
  if (parts.length === 0) throw new Fault('MIDI_NO_NOTES', 'the file holds no notes');
  const conductor = read.filter(({ sounds }) => !sounds).flatMap(({ marks }) => marks);
  return parts.map(({ notes, marks }, at) => {
    const common = conductor.filter(
      ({ kind }) => kind === 'key' || kind === 'metre' || (kind === 'tempo' && at === 0),
    );
    return partOf(elementsOf(notes, ppq), [...marks, ...common]);
  });
}

/** The notes of one track, in the order of their note-ons, as notes and chords on the grid. */
export function elementsOf(
  notes: readonly TutorialNote[],
  ppq: number,
): readonly TutorialElement[] {
  const { groups, crossing } = gatherChords(notes, ppq);
  const elements = groups.map((group) => place(group, ppq)).sort(byOnset);
  return crossing ? fitVoices(elements) : elements;
}

function place({ on, length, pitches }: TutorialGroup, ppq: number): TutorialElement {
  return { onset: quantise(on, ppq), length: quantise(length, ppq), pitches };
}

function partOf(elements: readonly TutorialElement[], marks: readonly PlacedMark[]): TutorialPart {
  let end = 0;
  for (const { onset, length } of elements) end = Math.max(end, onset + length);
  for (const { onset } of marks) end = Math.max(end, onset);
  return { elements, marks: [...marks].sort(byOnset), end };
}

const byOnset = (a: { onset: number }, b: { onset: number }): number => a.onset - b.onset;
