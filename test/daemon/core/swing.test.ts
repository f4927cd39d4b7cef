import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Swing, swung, swungNotes, unswung } from '../../../src/daemon/core/swing.js';

const place = fc.double({ min: -10, max: 1000, noNaN: true });
const share = fc.double({ min: 0.5, max: 0.75, noNaN: true });
const swing: fc.Arbitrary<Swing> = fc.record({ share, notes: fc.constantFrom(...swungNotes) });
const ticksPerBeat = fc.constantFrom(1, 2, 3, 4, 6, 8, 12);

test('the second of two sixteenths comes at its share of the pair, the first on time', () => {
  const swing: Swing = { share: 0.75, notes: '16ths' };
  expect([0, 1, 2, 3].map((tick) => swung(tick, swing, 4))).toEqual([0, 1.5, 2, 3.5]);
  expect(swung(7, { share: 2 / 3, notes: '16ths' }, 4)).toBeCloseTo(6 + 4 / 3, 12);
});

test('the second of two eighths comes at its share of the beat, and sixteenths in the middle between eighths', () => {
  const swing: Swing = { share: 0.75, notes: '8ths' };
  expect([0, 1, 2, 3, 4].map((tick) => swung(tick, swing, 4))).toEqual([0, 1.5, 3, 3.5, 4]);
});

test.each([
  [1, [0, 0]],
  [2, [0.5, 0.5]],
  [3, [0, 0]],
  [4, [0.5, 1]],
  [6, [0, 1.5]],
  [8, [1, 2]],
])(
  'with %i ticks a beat a swing of 75 %% makes a tick late by %j at most: of sixteenths, of eighths',
  (ticks, late) => {
    const most = (swing: Swing) =>
      Math.max(...[...Array(4 * ticks).keys()].map((tick) => swung(tick, swing, ticks) - tick));
    expect(swungNotes.map((notes) => most({ share: 0.75, notes }))).toEqual(late);
  },
);

test('without swing nothing moves by even the last bit', () => {
  fc.assert(
    fc.property(place, fc.constantFrom(...swungNotes), ticksPerBeat, (at, notes, ticks) => {
      expect(swung(at, { share: 0.5, notes }, ticks)).toBe(at);
      expect(unswung(at, { share: 0.5, notes }, ticks)).toBe(at);
    }),
  );
});

test('no beat moves, order is kept, nothing comes early, and all of it can be taken back', () => {
  const gap = fc.double({ min: 1e-6, max: 3, noNaN: true });
  fc.assert(
    fc.property(place, gap, swing, ticksPerBeat, (at, gap, swing, ticks) => {
      // Not -0.
      const beat = ticks * Math.round(at / ticks) + 0;
      expect(swung(beat, swing, ticks)).toBe(beat);
      expect(swung(at + gap, swing, ticks)).toBeGreaterThan(swung(at, swing, ticks));
      expect(swung(at, swing, ticks)).toBeGreaterThanOrEqual(at - 1e-9);
      expect(unswung(swung(at, swing, ticks), swing, ticks)).toBeCloseTo(at, 6);
    }),
  );
});
