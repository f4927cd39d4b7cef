import type { PartModel } from '../daemon/core/messages.js';

/** One row of the roll. */
export interface Lane {
  /** Empty where a row needs no name. */
  readonly label: string;
  /** Degrees on the OKLCH colour wheel, on which equal steps look equal. */
  readonly hue: number;
  /** A row that is drawn darker, as the black keys of a piano. */
  readonly dark: boolean;
}

/** Which row each note is drawn in; row 0 is the lowest. */
export interface Lanes {
  readonly rows: readonly Lane[];
  /** Undefined where a note has no row. */
  rowOf(note: { readonly pitch: number; readonly label: string }): number | undefined;
}

/** A row for each drum voice; or, for notes, a semitone a row over `low` to `high`, both MIDI pitches. */
export function lanesOf(model: PartModel, low: number, high: number): Lanes {
  return model.material === 'drums' ? drumLanes(model.voices) : pitchLanes(low, high);
}

function drumLanes(voices: readonly string[]): Lanes {
  const rowByVoice = new Map(voices.map((voice, row) => [voice, row]));
  return {
    rows: voices.map((voice, row) => ({
      label: voice.replace('-', ' '),
      hue: warm + (cool - warm) * (row / Math.max(1, voices.length - 1)),
      dark: row % 2 === 1,
    })),
    rowOf: ({ label }) => rowByVoice.get(label),
  };
}

/** From the red of the kick through violet to the cyan of the cymbals, the way round that avoids mud. */
const warm = 385;
const cool = 172;

function pitchLanes(low: number, high: number): Lanes {
  const pitches = Array.from({ length: high - low + 1 }, (_, row) => low + row);
  return {
    rows: pitches.map((pitch) => ({
      label: pitch % 12 === 0 ? `C${pitch / 12 - 1}` : '',
      // Neighbours on the circle of fifths, seven semitones apart, have neighbouring colours.
      hue: ((pitch * 7) % 12) * 30,
      dark: [1, 3, 6, 8, 10].includes(pitch % 12),
    })),
    rowOf: ({ pitch }) => (pitch >= low && pitch <= high ? pitch - low : undefined),
  };
}
