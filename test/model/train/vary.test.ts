import { describe, expect, it } from 'vitest';
import { evenBars } from '../../../src/model/bars.js';
import { createCodec } from '../../../src/model/codec/create-codec.js';
import { Vocabulary } from '../../../src/model/codec/vocabulary.js';
import type { Piece } from '../../../src/model/piece.js';
import { Rng } from '../../../src/model/rng.js';
import { vary, variationsOf } from '../../../src/model/train/vary.js';

const drums = createCodec({ name: 'step', grid: 16, material: 'drums' });
const notes = createCodec({ name: 'step', grid: 16, material: 'notes' });

/** A piece of `tokens`, each of whose lanes has a loudness and a timing of its own. */
function pieceOf(codec: typeof drums, tokens: readonly string[], vocabulary: Vocabulary): Piece {
  const L = codec.lanes;
  const velocity = new Float32Array(tokens.length * L);
  tokens.forEach((token, tick) =>
    codec.sound(token).lanes.forEach((lane) => (velocity[tick * L + lane] = 0.3 + lane / 20)),
  );
  return {
    file: 'made up',
    tokens: Int32Array.from(tokens, (token) => vocabulary.id(token)),
    sounds: vocabulary.names.map((name) => codec.sound(name)),
    velocity,
    offset: velocity.map((loud) => loud / 4),
    bars: evenBars(16, tokens.length),
    kind: 'beat',
    style: 'rock',
    tempo: 100,
  };
}

const beat = ['kick+closed-hat', 'REST', 'snare+ride', 'high-tom', 'mid-tom', 'low-tom'];
const others = ['kick+ride', 'snare+closed-hat'];
const tune = ['C4', 'HOLD', 'C4.E4.G4', 'REST'];

describe('a variation', () => {
  const vocabulary = Vocabulary.learn([beat, others]);
  const variations = variationsOf(drums, vocabulary);
  const piece = pieceOf(drums, beat, vocabulary);
  const played = (at: number): string[] =>
    [...vary(piece, [variations[at]!], new Rng(1)).tokens].map((id) => vocabulary.name(id));

  it('of drums lets the other hand keep time, or moves the toms, and leaves the rest', () => {
    expect(played(0)).toEqual([
      'kick+ride',
      'REST',
      'snare+closed-hat',
      'high-tom',
      'mid-tom',
      'low-tom',
    ]);
    expect(played(1)).toEqual([...beat.slice(0, 3), 'mid-tom', 'high-tom', 'low-tom']);
  });

  it('has a loudness for just the lanes that sound', () => {
    for (const variation of variations) {
      const { tokens, velocity } = vary(piece, [variation], new Rng(2));
      tokens.forEach((id, tick) => {
        const loud = [...velocity.subarray(9 * tick, 9 * tick + 9)].flatMap((value, lane) =>
          value > 0 ? [lane] : [],
        );
        expect(loud).toEqual(drums.sound(vocabulary.name(id)).lanes);
      });
    }
  });

  it('that the vocabulary lacks a token of is left out, and how it is played still varies', () => {
    const poor = Vocabulary.learn([beat]);
    const only = pieceOf(drums, beat, poor);
    const varied = vary(only, [variationsOf(drums, poor)[0]!], new Rng(3));
    expect(varied.tokens).toEqual(only.tokens);
    expect(varied.tempo).not.toBe(only.tempo);
    expect(varied.velocity).not.toEqual(only.velocity);
  });

  it('that the vocabulary lacks a token of is passed over for one that it has', () => {
    const poor = Vocabulary.learn([beat]);
    const only = pieceOf(drums, beat, poor);
    for (let seed = 0; seed < 10; seed++)
      expect(vary(only, variationsOf(drums, poor), new Rng(seed)).tokens).not.toEqual(only.tokens);
  });

  it('of notes is in another key, by the same interval throughout', () => {
    const all = Array.from(
      { length: 128 },
      (_, pitch) => notes.hear([{ pitch, velocity: 1, offset: 0 }], false)!.token,
    );
    const chords = [-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6].map(
      (by) =>
        notes.hear(
          [60, 64, 67].map((pitch) => ({ pitch: pitch + by, velocity: 1, offset: 0 })),
          false,
        )!.token,
    );
    const vocabulary = Vocabulary.learn([tune, all, chords]);
    const piece = pieceOf(notes, tune, vocabulary);
    const keys = variationsOf(notes, vocabulary).map((variation) => {
      const tokens = [...vary(piece, [variation], new Rng(4)).tokens];
      const pitches = tokens.map((id) => notes.sound(vocabulary.name(id)).pitches);
      const by = pitches[0]![0]! - 60;
      expect(pitches).toEqual([[60 + by], [], [60 + by, 64 + by, 67 + by], []]);
      return by;
    });
    expect(keys).toEqual([-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6]);
  });

  it('keeps loudness and timing within what a piece can have', () => {
    const rng = new Rng(5);
    const loud = { ...piece, velocity: piece.velocity.map((value) => (value > 0 ? 1 : 0)) };
    for (let at = 0; at < 50; at++) {
      const { velocity, offset } = vary(loud, variations, rng);
      expect(velocity.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(offset.every((value) => value >= -0.5 && value < 0.5)).toBe(true);
    }
  });
});
