import type { TutorialNote } from './tutorial-track.js';

/** A note, or a chord of two and more, in pulses. */
export interface TutorialGroup {
  readonly on: number;
  /** May be 0 or negative. */
  readonly length: number;
  /** In the order of their note-ons; a chord may have one pitch twice. */
  readonly pitches: readonly number[];
}

export interface Gathered {
  /** In the order of their first notes. */
  readonly groups: readonly TutorialGroup[];
  /** Some notes began together and did not end together, so that the track needs voices. */
  readonly crossing: boolean;
}

/**
 * Makes chords of notes that begin and end together, to a sixteenth of a quarter note. All are compared
 * with the first of the chord. A note that an earlier chord has taken begins no chord, but another may
 * take it again, and then it sounds in both.
 */
export function gatherChords(notes: readonly TutorialNote[], ppq: number): Gathered {
  const tolerance = ppq / 16;
  const taken = new Set<number>();
  const groups: TutorialGroup[] = [];
  let crossing = false;
  notes.forEach((first, anchor) => {
    if (taken.has(anchor)) return;
    const chord = [first];
    for (let at = anchor + 1; at < notes.length; at++) {
      const note = notes[at];
      if (note.on - first.on > tolerance) break;
      if (Math.abs(note.off - first.off) > tolerance) {
        crossing = true;
        continue;
      }
      chord.push(note);
      taken.add(at);
    }
    groups.push(groupOf(chord, ppq));
  });
  return { groups, crossing };
}

/** From the last note-on of a chord to the note-off of its first note; a length of 0 is taken for a quarter. */
function groupOf(chord: readonly TutorialNote[], ppq: number): TutorialGroup {
  const length = chord[0].off - chord.at(-1)!.on;
  return {
    on: chord[0].on,
    length: length === 0 ? ppq : length,
    pitches: chord.map(({ pitch }) => pitch),
  };
}
