import { Fault } from '../fault.js';
import type { Score, ScoreNote } from '../score.js';
import type { Codec, CodecSpec, Frame, HeardNote, Sound, Steps } from './codec.js';
import { pulseOf } from './grid.js';
import { firstInstrument } from './tutorial-instrument.js';
import { elementsOf, readParts } from './tutorial-part.js';
import { readTutorialSmf } from './tutorial-smf.js';
import { tokenOf, tutorialPitches } from './tutorial-token.js';

/** A tick is half a quarter note. */
export const tutorialSpec: CodecSpec = { name: 'tutorial', grid: 8, material: 'notes' };

/** The loudness of a note that music21 makes. */
export const tutorialVelocity = 90;

/**
 * The tokens that the tutorial's `get_notes` takes from a MIDI file with music21 5.7.1; may be none.
 * Throws the faults of `readTutorialSmf` and `readParts` where music21 fails.
 */
export function tutorialTokens(bytes: Uint8Array): string[] {
  return firstInstrument(readParts(readTutorialSmf(bytes))).elements.map(({ pitches }) =>
    tokenOf(pitches),
  );
}

/**
 * The tutorial's strings: a pitch name for a note, the normal order of a chord (docs/codec.md). They say
 * what comes next but not when, nor how loud: one follows the other at each tick, and nothing is a rest.
 */
export class TutorialCodec implements Codec {
  readonly spec = tutorialSpec;
  readonly lanes = 1;

  /** Takes the notes of the score as one part. */
  encode({ notes, ppq }: Score): Steps {
    const part = notes.map(({ onset, duration, pitch }) => ({
      on: onset,
      off: onset + duration,
      pitch,
    }));
    return stepsOf(elementsOf(part, ppq).map(({ pitches }) => tokenOf(pitches)));
  }

  encodeFile(bytes: Uint8Array): Steps {
    return stepsOf(tutorialTokens(bytes));
  }

  /** Each token lasts a quarter note, to the second tick after it; less if one of its pitches is struck before. */
  decode({ tokens, velocity, offset }: Steps, ppq: number): readonly ScoreNote[] {
    const { grid } = tutorialSpec;
    const begun = tokens.map((token, tick) => ({
      onset: pulseOf(tick, offset[tick], ppq, grid),
      pitches: this.sound(token).pitches,
    }));
    return begun.flatMap(({ onset, pitches }, tick) => {
      const next = begun
        .slice(tick + 1, tick + 3)
        .find((later) => later.pitches.some((pitch) => pitches.includes(pitch)));
      const duration = Math.min(ppq, (next?.onset ?? Infinity) - onset);
      const loudness = Math.min(127, Math.round(velocity[tick] * 127)) || tutorialVelocity;
      return pitches.map((pitch) => ({ onset, duration, pitch, velocity: loudness, channel: 0 }));
    });
  }

  sound(token: string): Sound {
    const pitches = tutorialPitches(token);
    if (pitches === undefined)
      throw new Fault('UNKNOWN_NAME', `${token} is not a token of the tutorial codec`);
    return { kind: 'onset', pitches, lanes: pitches.map(() => 0) };
  }

  hear(notes: readonly HeardNote[]): Frame | null {
    const pitches = [...new Set(notes.map(({ pitch }) => pitch))];
    if (pitches.length === 0) return null;
    return { token: tokenOf(pitches), velocity: new Float32Array(1), offset: new Float32Array(1) };
  }
}

function stepsOf(tokens: readonly string[]): Steps {
  return {
    tokens,
    velocity: new Float32Array(tokens.length),
    offset: new Float32Array(tokens.length),
  };
}
