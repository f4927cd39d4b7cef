import { describe, expect, it } from 'vitest';
import { positionOf, type BarLines } from '../../src/model/bars.js';
import { features, nothingTold } from '../../src/model/features.js';
import { nothingHidden, PieceInputs } from '../../src/model/inputs.js';
import { LastInputs } from '../../src/model/last-inputs.js';
import { Rng } from '../../src/model/rng.js';
import { names, randomPiece, sounds, toldAll } from './small.js';

const L = toldAll.lanes;
const groups = toldAll.features.filter(({ name }) => name.endsWith('Before'));
const told = { ...toldAll, features: groups };
const soundOf = (token: string) => sounds[names.indexOf(token)]!;

/** Ticks [begin, end) in bars of 16, each as loud as its number is high; tick 32 is a snare. */
function play(last: LastInputs, begin: number, end: number): void {
  for (let tick = begin; tick < end; tick++)
    last.push({
      token: tick === 33 ? 'snare' : 'kick',
      told: {
        ...nothingTold,
        position: tick % 16,
        velocity: tick === 0 ? null : new Float32Array(L).fill((tick - 1) / 100),
      },
    });
}

const loudness = ({ velocityBefore }: ReturnType<LastInputs['barsBefore']>) =>
  [0, 1, 2, 3].map((bars) => Math.round(100 * velocityBefore![bars * L]!));

describe('what an input is told of the bars before', () => {
  /** Eighteen bars; those `mixed` are each of another length, again and again. */
  const barsOf = (lengths: readonly number[]): BarLines =>
    Int32Array.from({ length: 19 }, (_, bar) =>
      Array.from({ length: bar }, (_, at) => lengths[at % lengths.length]!).reduce(
        (a, b) => a + b,
        0,
      ),
    );
  it.each([[[16]], [[12]], [[48]], [[16, 8, 12, 16]], [[11, 10]]])(
    'in play is what it is in training, in bars of %j ticks',
    (lengths) => {
      const bars = barsOf(lengths);
      const piece = { ...randomPiece(new Rng(4), bars.at(-1)!), bars };
      const inputs = new PieceInputs(told, piece);
      const last = new LastInputs(L, 100, soundOf);
      const row = new Float32Array(groups.reduce((total, { width }) => total + width, 0));
      for (let input = 0; input < piece.tokens.length; input++) {
        inputs.writeFeatures(input, nothingHidden, row, 0);
        const position = positionOf(bars, input);
        const before = last.barsBefore(position);
        expect(features(told, { ...nothingTold, ...before })).toEqual(row);
        const lanes = (all: Float32Array) =>
          input === 0 ? null : all.slice((input - 1) * L, input * L);
        const played = { velocity: lanes(piece.velocity), offset: lanes(piece.offset) };
        const token = input === 0 ? null : names[piece.tokens[input - 1]!]!;
        last.push({ token, told: { ...nothingTold, position, ...played, ...before } });
      }
    },
  );

  it('is that of the same tick of the bars before it, the last bar first', () => {
    const last = new LastInputs(L, 100, soundOf);
    play(last, 0, 64);
    // The next input is told of tick 63, and predicts tick 64.
    const before = last.barsBefore(0);
    expect(loudness(before)).toEqual([48, 32, 16, 0]);
    expect(before.soundsBefore).toEqual([soundOf('snare'), soundOf('kick'), null, null]);
  });

  it('is that of the same place in the bar where the music jumped in mid-bar', () => {
    const last = new LastInputs(L, 100, soundOf);
    play(last, 0, 40);
    play(last, 64, 70);
    expect(loudness(last.barsBefore(6))).toEqual([38, 22, 6, 0]);
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
