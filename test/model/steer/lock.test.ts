import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allPitchClasses, lock } from '../../../src/model/steer/lock.js';
import { anyLogProbs, noteSounds, probabilities } from './sounds.js';

const free = { pitchClasses: allPitchClasses, lowest: 0, highest: 127 };
const anyLock = fc.record({
  pitchClasses: fc.oneof(fc.nat(allPitchClasses), fc.constant(allPitchClasses)),
  lowest: fc.nat(127),
  highest: fc.nat(127),
});
const begins = (token: number): boolean => noteSounds[token]!.pitches.length > 0;

test('no lock changes nothing, bit for bit', () => {
  fc.assert(
    fc.property(anyLogProbs, (given) => {
      expect(lock(given, noteSounds, free)).toBe(given);
    }),
  );
});

test('no pitch outside the lock can be drawn, and something always can', () => {
  fc.assert(
    fc.property(anyLogProbs, anyLock, (given, wanted) => {
      const [low, high] = [wanted.lowest, wanted.highest].sort((a, b) => a - b);
      const possible = [...lock(given, noteSounds, wanted).entries()].filter(
        ([, value]) => value > -Infinity,
      );
      expect(possible.length).toBeGreaterThan(0);
      for (const pitch of possible.flatMap(([token]) => noteSounds[token]!.pitches)) {
        expect(pitch).toBeGreaterThanOrEqual(low!);
        expect(pitch).toBeLessThanOrEqual(high!);
        expect((wanted.pitchClasses >> (pitch % 12)) & 1).toBe(1);
      }
    }),
  );
});

test('all that lies inside the lock can still be drawn, the lowest and the highest pitch among it', () => {
  fc.assert(
    fc.property(anyLogProbs, anyLock, (given, wanted) => {
      const [low, high] = [wanted.lowest, wanted.highest].sort((a, b) => a - b);
      const inside = (pitch: number) =>
        pitch >= low! && pitch <= high! && (wanted.pitchClasses & (1 << (pitch % 12))) !== 0;
      lock(given, noteSounds, wanted).forEach((value, token) => {
        expect(value > -Infinity).toBe(noteSounds[token]!.pitches.every(inside));
      });
    }),
  );
  const locked = lock(new Float32Array(9), noteSounds, { ...free, lowest: 60, highest: 64 });
  expect([...locked.keys()].filter((token) => locked[token]! > -Infinity)).toEqual([0, 1, 2, 3]);
});

test('where no pitch lies inside, rests and holds are as likely as they were to each other', () => {
  const given = Float32Array.from({ length: 9 }, (_, token) => -1 - token);
  const locked = lock(given, noteSounds, { ...free, lowest: 1, highest: 2 });
  expect([...locked]).toEqual([-1, -2, ...Array<number>(7).fill(-Infinity)]);
});

test('the rhythm stays: an onset is as likely as it was, while any is allowed', () => {
  const major = { ...free, pitchClasses: 0b101010110101 };
  const onset = (logProbs: Float32Array): number =>
    probabilities(logProbs).reduce((sum, value, token) => sum + (begins(token) ? value : 0), 0);
  fc.assert(
    fc.property(anyLogProbs, (given) => {
      expect(onset(lock(given, noteSounds, major))).toBeCloseTo(onset(given), 5);
    }),
  );
});

test('a vocabulary without rests that has nothing inside the lock stays as it was', () => {
  const given = Float32Array.of(-0.5, -1);
  const sounds = [noteSounds[2]!, noteSounds[3]!];
  expect(lock(given, sounds, { ...free, lowest: 100 })).toEqual(given);
});
