import fc from 'fast-check';
import { expect, test } from 'vitest';
import { swung, unswung } from '../../../src/daemon/core/swing.js';

const place = fc.double({ min: -10, max: 1000, noNaN: true });
const amount = fc.double({ min: 0.5, max: 0.75, noNaN: true });

test('the second of two ticks comes at its share of the pair, the first on time', () => {
  expect([0, 1, 2, 3].map((tick) => swung(tick, 0.75))).toEqual([0, 1.5, 2, 3.5]);
  expect(swung(7, 2 / 3)).toBeCloseTo(6 + 4 / 3, 12);
});

test('without swing nothing moves by even the last bit', () => {
  fc.assert(
    fc.property(place, (at) => {
      expect(swung(at, 0.5)).toBe(at);
    }),
  );
});

test('order is kept, nothing comes early, and all of it can be taken back', () => {
  fc.assert(
    fc.property(place, fc.double({ min: 1e-6, max: 3, noNaN: true }), amount, (at, gap, swing) => {
      expect(swung(at + gap, swing)).toBeGreaterThan(swung(at, swing));
      expect(swung(at, swing)).toBeGreaterThanOrEqual(at - 1e-9);
      expect(unswung(swung(at, swing), swing)).toBeCloseTo(at, 6);
    }),
  );
});
