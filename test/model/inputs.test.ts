import { describe, expect, it } from 'vitest';
import { evenBars } from '../../src/model/bars.js';
import { nothingHidden, PieceInputs, foresightHidden } from '../../src/model/inputs.js';
import type { Piece } from '../../src/model/piece.js';
import { names, sounds, toldAll } from './small.js';

/** Bars of two ticks, each a letter: its first tick is a kick, a snare or a hat, its second a rest. */
const tokens = { a: 'kick', b: 'snare', c: 'closed-hat' } as const;
function pieceOf(bars: string): Piece {
  const played = Array.from(bars, (bar) => [tokens[bar as keyof typeof tokens], 'REST']).flat();
  return {
    file: '',
    tokens: Int32Array.from(played, (name) => names.indexOf(name)),
    sounds,
    velocity: new Float32Array(9 * played.length),
    offset: new Float32Array(9 * played.length),
    bars: evenBars(2, played.length),
    kind: null,
    style: null,
    tempo: null,
  };
}

describe('what a piece is to the network', () => {
  const inputs = new PieceInputs(toldAll, pieceOf('abacabac' + 'abacabab'));
  const reprises = (hidden = nothingHidden) =>
    Array.from({ length: 16 }, (_, bar) => inputs.told(2 * bar, hidden).reprise);

  it('is told which bars come again after eight', () => {
    expect(reprises()).toEqual([
      ...Array<boolean>(8).fill(false),
      ...Array<boolean>(7).fill(true),
      false,
    ]);
  });

  it('is not told so of what is scored, which only its composer knows', () => {
    expect(reprises(foresightHidden)).toEqual(Array<null>(16).fill(null));
  });

  it('is told what there was two, four, eight and sixteen bars before, where that was', () => {
    const { soundsBefore } = inputs.told(2 * 10, nothingHidden);
    const [kick] = [sounds[names.indexOf('kick')]];
    expect(soundsBefore).toEqual([kick, kick, kick, null]);
  });
});
