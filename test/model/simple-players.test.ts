import { describe, expect, it } from 'vitest';
import { evenBars } from '../../src/model/bars.js';
import { scoreLastBar, scoreVoiceMeans } from '../../src/model/simple-players.js';
import type { Piece } from '../../src/model/piece.js';

/** Bars of four ticks of one lane; a tick is its loudness, and 0 is a rest. Timing is a quarter of loudness. */
function pieceOf(...loud: readonly number[]): Piece {
  const velocity = Float32Array.from(loud);
  return {
    file: '',
    tokens: Int32Array.from(loud, (value) => Number(value > 0)),
    sounds: [],
    velocity,
    offset: velocity.map((value) => value / 4),
    bars: evenBars(4, loud.length),
    kind: null,
    style: null,
    tempo: null,
  };
}

const train = [pieceOf(0.5, 0, 0, 0.75)];

describe('players without a network', () => {
  it('that know the means of a voice are off by how far each note is from them', () => {
    const { velocityMae, offsetMae } = scoreVoiceMeans(train, [pieceOf(0.625, 0, 1, 0)], 1);
    expect(velocityMae).toBeCloseTo((127 * 0.375) / 2, 5);
    expect(offsetMae).toBeCloseTo(0.375 / 4 / 2, 6);
  });

  it('that play the last bar again are right where it was the same, and never in the first', () => {
    const piece = pieceOf(0.5, 0, 0.5, 0, 0.75, 0, 0, 0.625);
    const { accuracy, velocityMae } = scoreLastBar(train, [piece], 1);
    expect(accuracy).toBe(2 / 8);
    // Two notes of the first bar and one that is new are at the mean, 0.625; one repeats 0.5 for 0.75.
    expect(velocityMae).toBeCloseTo((127 * (0.125 + 0.125 + 0.25 + 0)) / 4, 5);
  });
});
