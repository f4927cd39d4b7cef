/** Pitch classes in semitones above the root, in the order of the setting. The first is the default. */
const scaleSteps = {
  off: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  'harmonic-minor': [0, 2, 3, 5, 7, 8, 11],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  'major-pentatonic': [0, 2, 4, 7, 9],
  'minor-pentatonic': [0, 3, 5, 7, 10],
  blues: [0, 3, 5, 6, 7, 10],
  'whole-tone': [0, 2, 4, 6, 8, 10],
} as const;

const chordSteps = {
  off: scaleSteps.off,
  major: [0, 4, 7],
  minor: [0, 3, 7],
  diminished: [0, 3, 6],
  augmented: [0, 4, 8],
  suspended: [0, 5, 7],
  seventh: [0, 4, 7, 10],
  'major-seventh': [0, 4, 7, 11],
  'minor-seventh': [0, 3, 7, 10],
} as const;

type Scale = keyof typeof scaleSteps;
type Chord = keyof typeof chordSteps;

export const roots = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'] as const;
export const scales = Object.keys(scaleSteps) as [Scale, ...Scale[]];
export const chords = Object.keys(chordSteps) as [Chord, ...Chord[]];

/** The pitch classes of a chord, or of a scale where there is none: bit c is c semitones above C. `root` is one, 0 to 11. */
export function pitchClassesOf(root: number, scale: Scale, chord: Chord): number {
  const steps: readonly number[] = chord === 'off' ? scaleSteps[scale] : chordSteps[chord];
  return steps.reduce((classes, step) => classes | (1 << ((root + step) % 12)), 0);
}
