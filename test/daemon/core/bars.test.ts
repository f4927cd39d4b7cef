import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bars } from '../../../src/daemon/core/bars.js';

test('a leap ends in the bar that is reached tick by tick, whatever the metres', () => {
  const beats = fc.integer({ min: 1, max: 7 });
  fc.assert(
    fc.property(beats, fc.array(fc.tuple(fc.nat(200), beats), { maxLength: 8 }), (first, leaps) => {
      const [leaping, walking] = [new Bars(4, first), new Bars(4, first)];
      let tick = 0;
      for (const [far, metre] of leaps) {
        for (const end = tick + far; tick < end; tick += 1) walking.place(tick);
        expect(leaping.place(tick)).toEqual(walking.place(tick));
        for (const bars of [leaping, walking]) bars.setBeats(metre);
      }
    }),
  );
});

test('a leap of any length is a step', () => {
  const bars = new Bars(4, 4);
  expect(bars.place(16 * 1e12 + 3)).toEqual({ bar: 1e12, tickInBar: 3 });
});
