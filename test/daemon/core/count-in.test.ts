import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CountIn } from '../../../src/daemon/core/count-in.js';

/** What each stroke of keys at such times gives, where four are enough. */
function strike(times: readonly number[], { pitches = [38], enough = 4, tempo = 120 } = {}) {
  const countIn = new CountIn();
  return times.map((at, stroke) =>
    countIn.key(pitches[stroke % pitches.length]!, at, enough, tempo),
  );
}

const even = (beat: number, strokes: number): number[] =>
  Array.from({ length: strokes }, (_, stroke) => 1_000_000 + stroke * beat);

test('even strokes of one key give their tempo, and the beat after the last of them', () => {
  const tempo = fc.integer({ min: 300, max: 3000 }).map((tenths) => tenths / 10);
  fc.assert(
    fc.property(tempo, fc.integer({ min: 2, max: 16 }), (bpm, enough) => {
      const given = strike(even(60e6 / bpm, enough), { enough });
      expect(given.slice(0, -1).every((counted) => counted === undefined)).toBe(true);
      const { bpm: found, at } = given.at(-1)!;
      expect(found).toBe(bpm);
      expect(at).toBe(Math.round(1_000_000 + (60e6 / bpm) * enough));
    }),
  );
});

test('a hand that shakes by a hundredth of a second or so counts as well as four strokes can', () => {
  const off = fc.integer({ min: -15_000, max: 15_000 });
  fc.assert(
    fc.property(fc.tuple(off, off, off, off), (offs) => {
      const times = even(500_000, 4).map((at, stroke) => at + offs[stroke]!);
      const counted = strike(times).at(-1)!;
      expect(Math.abs(counted.bpm - 120)).toBeLessThan(5);
      expect(Math.abs(counted.at - 3_000_000)).toBeLessThan(32_000);
    }),
  );
});

test('what is no count gives nothing', () => {
  const gap = fc.integer({ min: 70_000, max: 2_500_000 });
  const timesOf = (gaps: readonly number[]): number[] =>
    gaps.reduce((times, each) => [...times, times.at(-1)! + each], [0]);
  const isEven = (gaps: readonly number[]): boolean =>
    Math.max(...gaps) <= 1.45 * Math.min(...gaps);
  fc.assert(
    fc.property(fc.tuple(gap, gap, gap), (gaps) => {
      fc.pre(!isEven(gaps));
      expect(strike(timesOf(gaps))).toEqual([undefined, undefined, undefined, undefined]);
    }),
  );
  for (const [beat, pitches] of [
    [500_000, [60, 62]],
    [500_000, [60, 60, 60, 64]],
    [190_000, [60]],
    [2_100_000, [60]],
  ] as const)
    expect(strike(even(beat, 12), { pitches: [...pitches] }).filter(Boolean)).toEqual([]);
});

test('half time before it, a pad that bounces and a wrong start change nothing', () => {
  const beat = 500_000;
  const counted = { bpm: 120, at: 4_000_000 };
  const slow = [0, 2, 4, 5, 6, 7].map((place) => place * beat);
  expect(strike(slow).at(-1)).toEqual(counted);
  const bouncing = [4, 5, 6, 7].flatMap((place) => [place * beat, place * beat + 25_000]);
  expect(strike(bouncing).filter(Boolean)).toEqual([counted]);
  const wrong = [0, 130_000, ...[4, 5, 6, 7].map((place) => place * beat)];
  expect(strike(wrong).at(-1)).toEqual(counted);
});

test('one stroke alone is a beat before it, at the tempo that is set', () => {
  expect(strike([2_000_000], { enough: 1, tempo: 90.125 })).toEqual([
    { bpm: 90.125, at: 2_000_000 + Math.round(60e6 / 90.125) },
  ]);
});

test('who has counted in counts anew', () => {
  const given = strike(even(500_000, 8));
  expect(given.map(Boolean)).toEqual([false, false, false, true, false, false, false, true]);
});
