import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everything } from '../../../src/model/orders.js';
import { Vetoes } from '../../../src/model/steer/veto.js';
import { anyLogProbs, noteSounds, noteTokens } from './sounds.js';

const id = (token: string): number => noteTokens.indexOf(token);
const even = new Float32Array(noteTokens.length).fill(-2);

test('a note that is vetoed is not played at its tick, and nothing else changes', () => {
  const token = fc.nat(noteTokens.length - 1);
  const pitch = fc.constantFrom(60, 64, 66, everything);
  fc.assert(
    fc.property(anyLogProbs, token, pitch, (logProbs, wanted, vetoed) => {
      const vetoes = new Vetoes();
      vetoes.add(5, vetoed);
      const { pitches } = noteSounds[vetoes.spare(5, wanted, logProbs, noteSounds)]!;
      expect(pitches).not.toContain(vetoed);
      if (vetoed === everything) expect(pitches).toEqual([]);
      for (const pitch of pitches) expect(noteSounds[wanted]!.pitches).toContain(pitch);
      expect(vetoes.spare(6, wanted, logProbs, noteSounds)).toBe(wanted);
    }),
  );
});

test('as much as can be of what is left is played, and of two the likelier', () => {
  const vetoes = new Vetoes();
  vetoes.add(5, 66);
  vetoes.add(6, 60);
  const likelier = even.map((value, token) => value + (token === id('HOLD') ? 1 : 0));
  expect(vetoes.spare(5, id('F#4.A4'), likelier, noteSounds)).toBe(id('HOLD'));
  expect(vetoes.spare(6, id('C4.E4.G4'), even, noteSounds)).toBe(id('E4'));
});

test('the likelier is told apart however the scores were tilted, and is no more than what can be kept', () => {
  const vetoes = new Vetoes();
  vetoes.add(5, 66);
  vetoes.add(6, 60);
  const tilted = even.map((_, token) => 20 + (token === id('HOLD') ? 9 : 0));
  expect(vetoes.spare(5, id('F#4.A4'), tilted, noteSounds)).toBe(id('HOLD'));
  expect(vetoes.spare(6, id('C4.E4.G4'), tilted, noteSounds)).toBe(id('E4'));
});

test('where every token begins what is vetoed, it is played', () => {
  const vetoes = new Vetoes();
  vetoes.add(5, everything);
  const sounds = [noteSounds[2]!, noteSounds[3]!];
  expect(vetoes.spare(5, 1, even.slice(0, 2), sounds)).toBe(1);
});
