import { normalOrder } from './normal-order.js';

const classes = ['C', 'C#', 'D', 'E-', 'E', 'F', 'F#', 'G', 'G#', 'A', 'B-', 'B'];
const steps: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** The name that music21 gives a MIDI pitch: `C#4`, `E-4`. A minus is a flat; below pitch 12 also a negative octave. */
export function tutorialName(pitch: number): string {
  return `${classes[pitch % 12]}${Math.floor(pitch / 12) - 1}`;
}

/** A note's name; of a chord, of two pitches or more, the pitch classes in normal order: `0.4.7`. */
export function tokenOf(pitches: readonly number[]): string {
  return pitches.length === 1 ? tutorialName(pitches[0]) : normalOrder(pitches).join('.');
}

/**
 * The pitches that the tutorial's `create_midi` plays for a token, ascending: a name as music21 reads it
 * (`E-1` is E flat of octave 1, though pitch 4 has that name too); the numbers of a chord from middle C
 * up, as pitch classes without an octave sound there. Undefined for any other text.
 */
export function tutorialPitches(token: string): readonly number[] | undefined {
  if (/^\d+(\.\d+)*$/.test(token)) {
    const numbers = token.split('.').map(Number);
    const good = numbers.every((number) => number < 12) && new Set(numbers).size === numbers.length;
    return good ? numbers.map((number) => 60 + number).sort((a, b) => a - b) : undefined;
  }
  const name = /^([A-G])(#|--?)?(-1|\d)$/.exec(token);
  if (name === null) return undefined;
  const [, step, accidental = '', octave] = name;
  const shift = accidental === '#' ? 1 : -accidental.length;
  const pitch = 12 * (Number(octave) + 1) + steps[step] + shift;
  return pitch >= 0 && pitch <= 127 ? [pitch] : undefined;
}
