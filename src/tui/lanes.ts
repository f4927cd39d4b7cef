import type { Column, RollNote } from './roll.js';
import { modelOf, playerOf, type State } from './state.js';

/** One row of the roll: which notes it shows. */
export interface Lane {
  readonly label: string;
  readonly has: (note: RollNote) => boolean;
  readonly holds: (pitch: number) => boolean;
}

/** The rows of the roll, highest first, at most `rows` of them. */
export function lanesOf(state: State, rows: number): Lane[] {
  if (modelOf(state, state.part)?.material === 'notes') return pitchLanes(state, rows);
  return voiceLanes(state, rows).map((label) => ({
    label,
    has: (note) => note.label === label,
    holds: () => false,
  }));
}

/** The kit as the daemon names it, low voices at the bottom; where there is no room for all, the busiest ones. */
function voiceLanes(state: State, rows: number): string[] {
  const count = new Map<string, number>(
    (modelOf(state, state.part)?.voices ?? []).map((name) => [name, 0]),
  );
  for (const column of playerOf(state).roll)
    for (const { label } of notesOf(column)) count.set(label, (count.get(label) ?? 0) + 1);
  const busiest = [...count.keys()].toSorted((a, b) => count.get(b)! - count.get(a)!);
  const kept = new Set(busiest.slice(0, rows));
  return [...count.keys()].filter((name) => kept.has(name)).toReversed();
}

/** Rows that follow the range played: one semitone each, or as many as it takes for all to fit. */
function pitchLanes(state: State, rows: number): Lane[] {
  if (rows < 1) return [];
  const pitches = playerOf(state).roll.flatMap((column) =>
    notesOf(column).map((note) => note.pitch),
  );
  const low = Math.min(127, ...(pitches.length === 0 ? [60] : pitches));
  const high = Math.max(low, ...pitches);
  const [base, each] = fitRange(low, high, rows);
  return Array.from({ length: rows }, (_, row) => {
    const from = base + (rows - 1 - row) * each;
    const holds = (pitch: number) => pitch >= from && pitch < from + each;
    return { label: pitchName(from), has: (note: RollNote) => holds(note.pitch), holds };
  });
}

/** What has a lane: a player's strokes of its kind, too. */
function notesOf({ notes, struck }: Column): readonly RollNote[] {
  return [...notes, ...struck.filter(({ placed }) => placed)];
}

/** The lowest pitch of the lowest row, and semitones a row; whole rows, so that they stay put as the range moves. */
function fitRange(low: number, high: number, rows: number): [base: number, each: number] {
  for (let each = 1; ; each++) {
    const first = Math.floor(low / each);
    const used = Math.floor(high / each) - first + 1;
    if (used <= rows) return [(first - Math.floor((rows - used) / 2)) * each, each];
  }
}

const pitchNames = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];

/** C4 is MIDI pitch 60. */
export function pitchName(pitch: number): string {
  const inOctave = ((pitch % 12) + 12) % 12;
  return `${pitchNames[inOctave]!}${Math.floor(pitch / 12) - 1}`;
}
