import { Fault } from '../fault.js';
import type { Score, ScoreNote } from '../score.js';
import type { Codec, CodecSpec, Frame, HeardNote, Sound, Steps } from './codec.js';
import { offsetOf, pulseOf, tickOf } from './grid.js';
import { readScore } from './read-score.js';
import { HOLD, REST, type StepMaterial } from './step-material.js';

interface OpenNote extends ScoreNote {
  duration: number;
}

/** One token a tick of a grid: what begins there (docs/codec.md). */
export class StepCodec implements Codec {
  readonly spec: CodecSpec;
  readonly lanes: number;
  private readonly material: StepMaterial;

  constructor(spec: CodecSpec, material: StepMaterial) {
    this.spec = spec;
    this.material = material;
    this.lanes = material.lanes;
  }

  encode(score: Score, least = 0): Steps {
    const { grid } = this.spec;
    const { ppq } = score;
    const notes = this.ownNotes(score);
    const end = notes.length === 0 ? 0 : tickOf(notes.at(-1)!.onset, ppq, grid) + 1;
    const length = Math.max(end, least);
    const tokens: string[] = [];
    const velocity = new Float32Array(length * this.lanes);
    const offset = new Float32Array(length * this.lanes);
    let next = 0;
    let heldUntil = 0;
    for (let tick = 0; tick < length; tick++) {
      const begun: HeardNote[] = [];
      for (; next < notes.length && tickOf(notes[next].onset, ppq, grid) === tick; next++) {
        const { onset, duration, pitch, velocity } = notes[next];
        // What an earlier token began ends here, so only the notes of this tick can hold.
        const end = tickOf(onset + duration, ppq, grid);
        heldUntil = begun.length === 0 ? end : Math.max(heldUntil, end);
        begun.push({ pitch, velocity, offset: offsetOf(onset, ppq, grid) });
      }
      const frame = this.hear(begun, tick < heldUntil);
      tokens.push(frame.token);
      velocity.set(frame.velocity, tick * this.lanes);
      offset.set(frame.offset, tick * this.lanes);
    }
    return { tokens, velocity, offset };
  }

  encodeFile(bytes: Uint8Array): Steps {
    return this.encode(readScore(bytes));
  }

  decode(steps: Steps, ppq: number): readonly ScoreNote[] {
    const { grid } = this.spec;
    const { channel, sustains } = this.material;
    const gate = Math.max(1, Math.round((2 * ppq) / grid));
    const notes: OpenNote[] = [];
    let sounding: OpenNote[] = [];
    steps.tokens.forEach((token, tick) => {
      const { kind, pitches, lanes } = this.sound(token);
      const lineAfter = pulseOf(tick + 1, 0, ppq, grid);
      if (kind === 'rest') sounding = [];
      if (kind === 'hold') for (const note of sounding) note.duration = lineAfter - note.onset;
      if (kind !== 'onset') return;
      const begun = pitches.map((pitch, i): OpenNote => {
        const at = tick * this.lanes + lanes[i];
        const onset = pulseOf(tick, steps.offset[at], ppq, grid);
        const duration = Math.max(0, sustains ? lineAfter - onset : gate);
        return { onset, duration, pitch, velocity: midiVelocity(steps.velocity[at]), channel };
      });
      for (const note of sounding) {
        const ender = begun.find(({ pitch }) => sustains || pitch === note.pitch);
        if (ender) note.duration = Math.max(0, Math.min(note.duration, ender.onset - note.onset));
      }
      sounding = begun;
      notes.push(...begun);
    });
    return notes.sort((a, b) => a.onset - b.onset);
  }

  sound(token: string): Sound {
    const sound = this.material.sound(token);
    if (sound !== undefined) return sound;
    throw new Fault('UNKNOWN_NAME', `${token} is not a ${this.spec.material} token`);
  }

  hear(notes: readonly HeardNote[], held: boolean): Frame {
    const { material } = this;
    const velocity = new Float32Array(this.lanes);
    const offset = new Float32Array(this.lanes);
    for (const note of notes) {
      const lane = material.lane(note.pitch);
      const loudness = Math.fround(note.velocity / 127);
      if (loudness <= velocity[lane]) continue;
      velocity[lane] = loudness;
      offset[lane] = note.offset;
    }
    if (notes.length > 0)
      return { token: material.token(notes.map(({ pitch }) => pitch)), velocity, offset };
    return { token: held && material.sustains ? HOLD : REST, velocity, offset };
  }

  /** The notes of this codec's material; all of them where the score has none, whatever channel a keyboard was set to. */
  private ownNotes({ notes }: Score): readonly ScoreNote[] {
    const own = notes.filter((note) => this.material.owns(note));
    return own.length > 0 ? own : notes;
  }
}

function midiVelocity(loudness: number): number {
  return Math.min(127, Math.max(1, Math.round(loudness * 127)));
}
