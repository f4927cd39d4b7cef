import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bars } from '../../../src/daemon/core/bars.js';

test('a change of metre holds from the next bar line', () => {
  const bars = new Bars(4, 4);
  bars.place(5);
  bars.setBeats(3);
  expect(bars.place(15)).toEqual({ bar: 0, tickInBar: 15 });
  expect(bars.place(16)).toEqual({ bar: 1, tickInBar: 0 });
  expect(bars.place(28)).toEqual({ bar: 2, tickInBar: 0 });
});

test('a place in the song is counted from its start in the metre that is set', () => {
  const bars = new Bars(2, 4);
  bars.setBeats(7);
  bars.locate(30);
  expect(bars.place(30)).toEqual({ bar: 2, tickInBar: 2 });
});

test('whatever the metres, a bar follows a bar and no tick is left out', () => {
  const change = fc.record({ after: fc.nat(40), beats: fc.integer({ min: 2, max: 7 }) });
  fc.assert(
    fc.property(fc.array(change), fc.constantFrom(2, 3, 4, 6), (changes, ticksPerBeat) => {
      const bars = new Bars(ticksPerBeat, 4);
      let last = bars.place(0);
      let tick = 0;
      for (const { after, beats } of changes) {
        for (let step = 0; step < after; step += 1) {
          tick += 1;
          const { bar, tickInBar } = bars.place(tick);
          const next = { bar: last.bar, tickInBar: last.tickInBar + 1 };
          const top = { bar: last.bar + 1, tickInBar: 0 };
          expect([next, top]).toContainEqual({ bar, tickInBar });
          last = { bar, tickInBar };
        }
        bars.setBeats(beats);
      }
    }),
  );
});
