import { describe, expect, it } from 'vitest';
import { features, nothingTold } from '../../src/model/features.js';
import { nothingHidden, PieceInputs } from '../../src/model/inputs.js';
import { LastInputs } from '../../src/model/last-inputs.js';
import { Rng } from '../../src/model/rng.js';
import { architecture, names, randomPiece, sounds } from './small.js';

const L = architecture.lanes;
const groups = architecture.features.filter(({ name }) => name.endsWith('Before'));
const soundOf = (token: string) => sounds[names.indexOf(token)]!;
const told = { ...architecture, features: groups };

describe('what an input is told of the bars before', () => {
  it.each([16, 12, 32])('in play is what it is in training, in bars of %d ticks', (ticksPerBar) => {
    const piece = { ...randomPiece(new Rng(4), 18 * ticksPerBar), ticksPerBar };
    const inputs = new PieceInputs(told, piece);
    const last = new LastInputs(L, 100, soundOf);
    const row = new Float32Array(groups.reduce((total, { width }) => total + width, 0));
    for (let input = 0; input < piece.tokens.length; input++) {
      inputs.writeFeatures(input, nothingHidden, row, 0);
      const before = last.barsBefore(ticksPerBar);
      expect(features(told, { ...nothingTold, ...before })).toEqual(row);
      const lanes = (all: Float32Array) =>
        input === 0 ? null : all.slice((input - 1) * L, input * L);
      const played = { velocity: lanes(piece.velocity), offset: lanes(piece.offset) };
      const token = input === 0 ? null : names[piece.tokens[input - 1]!]!;
      last.push({ token, told: { ...nothingTold, ...played, ...before } });
    }
  });

  it('is that of the same tick of the bars before it, the last bar first', () => {
    const last = new LastInputs(L, 100, soundOf);
    for (let tick = -1; tick < 63; tick++)
      last.push({
        token: tick === 32 ? 'snare' : 'kick',
        told: { ...nothingTold, velocity: tick < 0 ? null : new Float32Array(L).fill(tick / 100) },
      });
    // The next input is told of tick 63, and predicts tick 64.
    const { velocityBefore, soundsBefore } = last.barsBefore(16);
    expect(soundsBefore).toEqual([soundOf('snare'), soundOf('kick'), null, null]);
    expect([0, 1, 2, 3].map((bars) => velocityBefore![bars * L])).toEqual(
      [0.48, 0.32, 0.16, 0].map(Math.fround),
    );
  });

  it('does not change what was there when it looks ahead', () => {
    const last = new LastInputs(L, 100, soundOf);
    last.push({ token: 'kick', told: nothingTold });
    const ahead = last.ahead();
    ahead.push({ token: 'snare', told: nothingTold });
    expect(last.all).toHaveLength(1);
    expect(ahead.all).toHaveLength(2);
  });
});
