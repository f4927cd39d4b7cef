import type { Score, ScoreNote } from '../score.js';

/** What a codec is made of; it travels in `model.json`, so that a model can be played by what trained it. */
export interface CodecSpec {
  readonly name: 'step' | 'tutorial';
  /** Ticks to a whole note: 16 is a grid of sixteenths. */
  readonly grid: number;
  readonly material: 'drums' | 'notes';
}

/**
 * A piece, one entry a tick. L = lanes of the codec (9 drum voices, or 1 for notes).
 * A lane that begins nothing at a tick has velocity 0 and offset 0 there.
 */
export interface Steps {
  /** [T] token names. */
  readonly tokens: readonly string[];
  /** [T, L] loudness, 0 to 1 (MIDI velocity / 127). */
  readonly velocity: Float32Array;
  /** [T, L] micro-offset in ticks, in [-1/2, 1/2): negative is early. */
  readonly offset: Float32Array;
}

/** What a token asks of a player at its tick. */
export interface Sound {
  /** `onset` begins `pitches`; `hold` lets what sounds go on; `rest` ends it. */
  readonly kind: 'onset' | 'hold' | 'rest';
  /** MIDI pitches that begin, ascending by lane, then pitch. */
  readonly pitches: readonly number[];
  /** The lane each pitch takes its velocity and offset from; same length as `pitches`. */
  readonly lanes: readonly number[];
}

/** A note-on as a live player gave it, already placed on the grid. */
export interface HeardNote {
  readonly pitch: number;
  /** MIDI velocity, 1 to 127. */
  readonly velocity: number;
  /** Micro-offset in ticks, in [-1/2, 1/2). */
  readonly offset: number;
}

/** What was heard at one tick, as the network takes it: one entry of `Steps`. */
export interface Frame {
  readonly token: string;
  /** [L] */
  readonly velocity: Float32Array;
  /** [L] */
  readonly offset: Float32Array;
}

/** MIDI to tokens and back. Pure: the same score gives the same steps. */
export interface Codec {
  readonly spec: CodecSpec;
  /** L, the number of lanes that carry a velocity and an offset of their own. */
  readonly lanes: number;
  /** Bar 1 begins at the score's pulse 0; a piece ends with the tick of its last onset, or is `least` ticks long if that is later. */
  encode(score: Score, least?: number): Steps;
  /** The same of a MIDI file's bytes; throws `Fault` as its reader does. It may take more from a file than a score holds. */
  encodeFile(bytes: Uint8Array): Steps;
  /** The inverse, up to what a grid keeps: encode(decode(encode(x))) = encode(x). Gate times are in `docs/codec.md`. */
  decode(steps: Steps, ppq: number): readonly ScoreNote[];
  /** Throws `Fault` UNKNOWN_NAME for what is no token of this codec. */
  sound(token: string): Sound;
  /**
   * The live counterpart of `encode`: what a player began at one tick; `held` says that keys are still down.
   * Null where nothing was begun and the codec has no token for that.
   */
  hear(notes: readonly HeardNote[], held: boolean): Frame | null;
}
