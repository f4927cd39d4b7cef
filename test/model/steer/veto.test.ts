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

test('two notes of one tick can be vetoed, and a copy or a new take has none of what comes after', () => {
  const vetoes = new Vetoes();
  vetoes.add(5, 60);
  vetoes.add(5, 64);
  const spared = (of: Vetoes) => of.spare(5, id('C4.E4.G4'), even, noteSounds);
  expect(noteSounds[spared(vetoes)]!.pitches).toEqual([]);
  const copy = vetoes.copy();
  copy.add(6, everything);
  expect(vetoes.spare(6, id('C4'), even, noteSounds)).toBe(id('C4'));
  vetoes.clear();
  expect(spared(vetoes)).toBe(id('C4.E4.G4'));
  expect(spared(copy)).not.toBe(id('C4.E4.G4'));
});

test('of very many vetoes the oldest go, and the last stay', () => {
  const vetoes = new Vetoes();
  for (let tick = 0; tick < 1000; tick++) vetoes.add(tick, 60);
  const kept = Array.from({ length: 1000 }, (_, tick) => tick).filter(
    (tick) => vetoes.spare(tick, id('C4'), even, noteSounds) !== id('C4'),
  );
  expect(kept).toEqual(Array.from({ length: 256 }, (_, at) => 744 + at));
});

test('where every token begins what is vetoed, it is played', () => {
  const vetoes = new Vetoes();
  vetoes.add(5, everything);
  const sounds = [noteSounds[2]!, noteSounds[3]!];
  expect(vetoes.spare(5, 1, even.slice(0, 2), sounds)).toBe(1);
});
