import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SessionCache } from '../../../src/model/steer/cache.js';
import { anyLogProbs, noteSounds, noteTokens, probabilities } from './sounds.js';

const after = (tokens: readonly number[]) => (ticks: number) => tokens[tokens.length - ticks];
const anyPast = fc.array(fc.nat(8), { maxLength: 60, size: 'max' });
const learned = (tokens: readonly number[]): SessionCache => {
  const cache = new SessionCache(noteSounds);
  for (const token of tokens) cache.learn(token);
  return cache;
};

test('an amount of 0 changes nothing, bit for bit', () => {
  fc.assert(
    fc.property(anyLogProbs, anyPast, (given, past) => {
      expect(learned(past).mix(given, 0, after(past))).toBe(given);
    }),
  );
});

test('whatever was played, it gives a distribution in which all that the network knows is possible', () => {
  const amount = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(anyLogProbs, anyPast, amount, (given, past, any) => {
      const mixed = Array.from(learned(past).mix(given, any, after(past)), Math.exp);
      expect(mixed.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      expect(Math.min(...mixed)).toBeGreaterThan(0);
    }),
  );
});

const [hold, onset] = [noteTokens.indexOf('HOLD'), noteTokens.indexOf('C4')];

test('of a note that was held for half a bar it says nothing: the network decides when it ends', () => {
  fc.assert(
    fc.property(anyLogProbs, anyPast, (given, past) => {
      const long = [...past, onset, ...Array<number>(8).fill(hold)];
      learned(long)
        .mix(given, 1, after(long))
        .forEach((value, token) => expect(value).toBeCloseTo(given[token]!, 4));
    }),
  );
});

test('how long another note was held says nothing of when this one ends', () => {
  const other = noteTokens.indexOf('G5');
  // What lies before it is found nowhere else.
  const long = [other, ...Array<number>(20).fill(hold), other];
  const pastWithout = fc.array(fc.nat(other - 1), { maxLength: 60, size: 'max' });
  fc.assert(
    fc.property(anyLogProbs, pastWithout, fc.nat(5), (given, past, held) => {
      const ends = [...past, 0, onset, ...Array<number>(held).fill(hold)];
      const [alone, after_] = [learned(ends), learned([...long, ...ends])];
      expect(after_.mix(given, 1, after(ends))).toEqual(alone.mix(given, 1, after(ends)));
    }),
  );
});

test('how long notes were held before counts, from their onset', () => {
  const given = Float32Array.from({ length: 9 }, () => -Math.log(9));
  const next = noteTokens.indexOf('E4');
  const phrase = [onset, hold, hold, next, hold, hold, hold, hold];
  const ends = [...phrase, ...phrase, onset, hold, hold];
  const likely = probabilities(learned(ends).mix(given, 1, after(ends)));
  expect(likely[next]).toBeGreaterThan(0.7);
  const goesOn = [...phrase, ...phrase, onset, hold];
  expect(probabilities(learned(goesOn).mix(given, 1, after(goesOn)))[hold]).toBeGreaterThan(0.7);
});

test('what followed before is likelier, the more so the longer the context, the oftener it did, and the amount', () => {
  const given = Float32Array.from({ length: 9 }, () => -Math.log(9));
  const chance = (past: readonly number[], amount = 1): number =>
    probabilities(learned(past).mix(given, amount, after(past)))[7]!;
  const [none, once, longer] = [
    [1, 2, 3],
    [3, 7, 1, 2, 3],
    [1, 2, 3, 7, 1, 2, 3],
  ].map((past) => chance(past));
  const often = chance([1, 2, 3, 7, 1, 2, 3, 7, 1, 2, 3, 7, 1, 2, 3]);
  expect(none).toBeCloseTo(1 / 9, 6);
  expect(once).toBeGreaterThan(0.5);
  expect(longer).toBeGreaterThan(once!);
  expect(often).toBeGreaterThan(longer!);
  expect(chance([3, 7, 1, 2, 3], 0.5)).toBeCloseTo((once! + 1 / 9) / 2, 5);
});

test('where the session says nothing, and after it is cleared, the network decides', () => {
  fc.assert(
    fc.property(anyLogProbs, (given) => {
      const cache = learned([1, 2, 3, 4]);
      const decided = (past: readonly number[]) => probabilities(cache.mix(given, 1, after(past)));
      const wanted = probabilities(given);
      decided([1, 2, 8]).forEach((value, token) => expect(value).toBeCloseTo(wanted[token]!, 5));
      cache.clear();
      decided([1, 2, 3]).forEach((value, token) => expect(value).toBeCloseTo(wanted[token]!, 5));
    }),
  );
});

test('a copy has learned the same, and what it learns from then on is its own', () => {
  const given = Float32Array.from({ length: 9 }, () => -Math.log(9));
  const cache = learned([3, 7, 3, 7, 3]);
  const chances = (of: SessionCache) => probabilities(of.mix(given, 1, after([3])));
  const [copy, before] = [cache.copy(), chances(cache)];
  expect(chances(copy)).toEqual(before);
  for (let times = 0; times < 9; times++) for (const token of [3, 5]) copy.learn(token);
  expect(chances(copy)[5]).toBeGreaterThan(0.5);
  expect(chances(cache)).toEqual(before);
  for (const token of [7, 3]) cache.learn(token);
  expect(chances(cache)[7]).toBeGreaterThan(before[7]!);
});

test('the oldest is forgotten: what is remembered has an end', () => {
  const given = Float32Array.from({ length: 9 }, () => -Math.log(9));
  const cache = learned([5, 7]);
  for (let tick = 0; tick < 20_000; tick++) cache.learn(tick % 2);
  expect(probabilities(cache.mix(given, 1, after([5])))[7]).toBeCloseTo(1 / 9, 5);
  expect(probabilities(cache.mix(given, 1, after([0])))[1]).toBeGreaterThan(0.9);
});
