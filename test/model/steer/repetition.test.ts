import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeat } from '../../../src/model/steer/repetition.js';
import { anyLogProbs, probabilities } from './sounds.js';

const bar = 4;
/** What was played, the last token last. */
const after = (tokens: readonly number[]) => (ticks: number) => tokens[tokens.length - ticks];
const anyPast = fc.array(fc.nat(8), { maxLength: 40, size: 'max' }).map(after);

test('an amount of 0 changes nothing, bit for bit, and no amount anything before there is a bar', () => {
  const amount = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(anyLogProbs, anyPast, amount, (given, past, any) => {
      expect(repeat(given, 0, bar, past)).toBe(given);
      expect(repeat(given, any, bar, after([1, 2, 3]))).toEqual(given);
    }),
  );
});

test('above 0 it is the chance that the token of a bar ago comes whatever is predicted', () => {
  const amount = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(anyLogProbs, amount, fc.integer({ min: -3, max: 3 }), (normal, chance, off) => {
      // What it is given was steered before: its sum is any.
      const given = normal.map((value) => value + off);
      const is = repeat(given, chance, bar, after([7, 2, 3, 1]));
      const was = probabilities(given)[7]!;
      expect(probabilities(is)[7]).toBeCloseTo(chance + (1 - chance) * was, 5);
      if (chance < 1) expect(is[2]! - is[3]!).toBeCloseTo(given[2]! - given[3]!, 4);
    }),
  );
});

test('a token that cannot be drawn is not held', () => {
  const given = Float32Array.of(-Infinity, -1, -1);
  expect(repeat(given, 1, bar, after([0, 1, 2, 1]))).toEqual(given);
});

test('a loop wearies no more however often it came, and one of two or four bars as much as one of a bar', () => {
  const given = Float32Array.from({ length: 9 }, () => -Math.log(9));
  const loss = (bars: number, times: number): number => {
    const once = Array.from({ length: bars * bar }, (_, at) => (at * at + Math.floor(at / 5)) % 9);
    const past = Array.from({ length: times }, () => once).flat();
    return given[once[0]!]! - repeat(given, -1, bar, after(past))[once[0]!]!;
  };
  const most = loss(1, 2);
  expect(most).toBeGreaterThan(1);
  for (const bars of [1, 2, 4]) for (const times of [2, 5]) expect(loss(bars, times)).toBe(most);
  expect(loss(5, 2)).toBeLessThan(most / 4);
});

test('below 0 the token that goes on with a loop is the less likely the longer it has gone on', () => {
  const given = Float32Array.from({ length: 9 }, () => -Math.log(9));
  const loss = (past: readonly number[]): number =>
    given[5]! - repeat(given, -0.5, bar, after(past))[5]!;
  const [once, half, whole] = [
    loss([5, 1, 2, 3, 0, 0, 0, 0].slice(0, 4)),
    loss([0, 1, 2, 3, 5, 6, 2, 3]),
    loss([5, 1, 2, 3, 5, 1, 2, 3]),
  ];
  expect(once).toBe(0);
  expect(half).toBeGreaterThan(0.5);
  expect(whole).toBeGreaterThan(half);
  const twoBars = [5, 1, 2, 3, 4, 1, 2, 3];
  expect(loss([...twoBars, ...twoBars])).toBeGreaterThan(0.5);
});
