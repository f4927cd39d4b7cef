import type { Codec } from '../codec/codec.js';
import { tokenOfPitches } from '../codec/frame.js';
import { drumVoices, type DrumVoice } from '../codec/drums.js';
import type { Vocabulary } from '../codec/vocabulary.js';
import type { Piece } from '../piece.js';
import type { Rng } from '../rng.js';

/** Another piece of music that a piece can be made into: in another key, or with other drums. V tokens, L lanes. */
export interface Variation {
  /** [V] the token that each becomes; -1 where the vocabulary lacks it. */
  readonly tokens: Int32Array;
  /** [L] the lane that each becomes. */
  readonly lanes: readonly number[];
}

/** What a drummer changes places between: the hand that keeps time, and the toms. */
const swaps: readonly (readonly [DrumVoice, DrumVoice])[] = [
  ['closed-hat', 'ride'],
  ['high-tom', 'mid-tom'],
  ['mid-tom', 'low-tom'],
];

/** Semitones up or down to the farthest key. */
const farthestKey = 6;

/** Every variation of a codec's material: swapped drums, or the other eleven keys and the tritone both ways. */
export function variationsOf(codec: Codec, vocabulary: Vocabulary): Variation[] {
  if (codec.spec.material === 'drums') return swaps.map((swap) => swapped(swap, codec, vocabulary));
  return Array.from({ length: 2 * farthestKey + 1 }, (_, at) => at - farthestKey)
    .filter((semitones) => semitones !== 0)
    .map((semitones) => moved((pitch) => pitch + semitones, codec, vocabulary));
}

/**
 * `piece` with one of those `variations` whose tokens the vocabulary has all, if there is one, and played a little louder
 * or softer, tighter or looser, at a slightly other tempo.
 */
export function vary(piece: Piece, variations: readonly Variation[], rng: Rng): Piece {
  const possible = variations.filter(({ tokens }) => piece.tokens.every((id) => tokens[id] >= 0));
  const variation = possible[rng.below(possible.length)] as Variation | undefined;
  const louder = spread(rng, 1.2);
  const looser = spread(rng, 1.3);
  const faster = spread(rng, 1.1);
  const L = piece.velocity.length / piece.tokens.length;
  const velocity = new Float32Array(piece.velocity.length);
  const offset = new Float32Array(piece.offset.length);
  for (let at = 0; at < velocity.length; at++) {
    const lane = at % L;
    const to = at - lane + (variation?.lanes[lane] ?? lane);
    velocity[to] = Math.min(1, louder * piece.velocity[at]);
    offset[to] = Math.max(-0.5, Math.min(0.499, looser * piece.offset[at]));
  }
  return {
    ...piece,
    tokens: variation === undefined ? piece.tokens : piece.tokens.map((id) => variation.tokens[id]),
    velocity,
    offset,
    tempo: piece.tempo === null ? null : faster * piece.tempo,
  };
}

/** A factor between 1 / `most` and `most`, as often over 1 as under. */
function spread(rng: Rng, most: number): number {
  return most ** (2 * rng.next() - 1);
}

function swapped(
  [one, other]: readonly [DrumVoice, DrumVoice],
  codec: Codec,
  vocabulary: Vocabulary,
): Variation {
  const lanes = drumVoices.map(({ name }) => {
    const to = name === one ? other : name === other ? one : name;
    return drumVoices.findIndex((voice) => voice.name === to);
  });
  const pitches = new Map(
    drumVoices.map(({ pitch }, lane) => [pitch as number, drumVoices[lanes[lane]].pitch as number]),
  );
  return { ...moved((pitch) => pitches.get(pitch)!, codec, vocabulary), lanes };
}

/** Each pitch becomes another; lanes stay. */
function moved(move: (pitch: number) => number, codec: Codec, vocabulary: Vocabulary): Variation {
  const tokens = Int32Array.from(vocabulary.names, (name, id) => {
    const pitches = codec.sound(name).pitches.map(move);
    if (pitches.length === 0) return id;
    if (pitches.some((pitch) => pitch < 0 || pitch > 127)) return -1;
    const token = tokenOfPitches(codec, pitches);
    return vocabulary.has(token) ? vocabulary.id(token) : -1;
  });
  return { tokens, lanes: Array.from({ length: codec.lanes }, (_, lane) => lane) };
}
