import type { ScoreNote } from '../score.js';
import type { Sound } from './codec.js';
import { drumVoices, voiceOfPitch } from './drums.js';
import { pitchName, pitchOf } from './pitch-name.js';

/** Nothing begins and nothing sounds on. */
export const REST = 'REST';
/** Nothing begins and what sounds goes on. */
export const HOLD = 'HOLD';

/** What differs between drums and notes in the `step` codec. */
export interface StepMaterial {
  readonly lanes: number;
  /** The channel that `decode` writes to. */
  readonly channel: number;
  /** Notes last until a token ends them; otherwise they are struck, and last half a tick. */
  readonly sustains: boolean;
  /** Whether a note is of this material, by its channel. */
  owns(note: ScoreNote): boolean;
  /** The lane, 0 to `lanes` - 1, that a pitch takes its velocity and offset from. */
  lane(pitch: number): number;
  /** The token of one or more pitches that begin together. */
  token(pitches: readonly number[]): string;
  /** What a token begins; undefined where it is no token of this material. */
  sound(token: string): Sound | undefined;
}

const drumChannel = 9;
const rest: Sound = { kind: 'rest', pitches: [], lanes: [] };
const hold: Sound = { kind: 'hold', pitches: [], lanes: [] };
const voiceIndex = new Map<string, number>(drumVoices.map(({ name }, voice) => [name, voice]));

export const stepMaterials: Readonly<Record<'drums' | 'notes', StepMaterial>> = {
  drums: {
    lanes: drumVoices.length,
    channel: drumChannel,
    sustains: false,
    owns: (note) => note.channel === drumChannel,
    lane: (pitch) => voiceOfPitch[pitch],
    token: (pitches) =>
      ascending(pitches.map((pitch) => voiceOfPitch[pitch]))
        .map((voice) => drumVoices[voice].name)
        .join('+'),
    sound(token) {
      if (token === REST) return rest;
      const voices = parts(token, '+', (name) => voiceIndex.get(name));
      return (
        voices && {
          kind: 'onset',
          pitches: voices.map((voice) => drumVoices[voice].pitch),
          lanes: voices,
        }
      );
    },
  },
  notes: {
    lanes: 1,
    channel: 0,
    sustains: true,
    owns: (note) => note.channel !== drumChannel,
    lane: () => 0,
    token: (pitches) => ascending(pitches).map(pitchName).join('.'),
    sound(token) {
      if (token === REST) return rest;
      if (token === HOLD) return hold;
      const pitches = parts(token, '.', pitchOf);
      return pitches && { kind: 'onset', pitches, lanes: pitches.map(() => 0) };
    },
  },
};

function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** The numbers that a joined token names, strictly ascending; undefined where it is not written as this codec writes it. */
function parts(
  token: string,
  joint: string,
  parse: (name: string) => number | undefined,
): number[] | undefined {
  const numbers: number[] = [];
  for (const name of token.split(joint)) {
    const value = parse(name);
    if (value === undefined || value <= (numbers.at(-1) ?? -1)) return undefined;
    numbers.push(value);
  }
  return numbers;
}
