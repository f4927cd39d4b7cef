import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TapTempo } from '../../../src/daemon/core/tap-tempo.js';

function taps(...at: number[]): (number | undefined)[] {
  const tempo = new TapTempo();
  return at.map((each) => tempo.tap(each * 1000));
}

test('the fourth tap sets the tempo, and more make it surer', () => {
  expect(taps(0, 500, 1000, 1500, 2000)).toEqual([undefined, undefined, undefined, 120, 120]);
  const uneven = taps(0, 510, 990, 1500, 2010, 2490, 3000).map((bpm) => bpm?.toFixed(1));
  expect(uneven.slice(3)).toEqual(['120.0', '119.4', '120.5', '120.0']);
});

test('a pause, or another pulse, begins anew', () => {
  expect(taps(0, 500, 1000, 4500, 5000, 5500, 6000).slice(-2)).toEqual([undefined, 120]);
  expect(taps(0, 500, 1000, 1250, 1500, 1750)[4]).toBeUndefined();
  expect(taps(0, 500, 1000, 1250, 1500, 1750).at(-1)).toBeUndefined();
  expect(taps(0, 500, 1000, 1250, 1500, 1750, 2000).at(-1)).toBe(240);
});

test('fingers 15 ms off give the tempo to a few BPM', () => {
  const off = fc.double({ min: -15, max: 15, noNaN: true });
  const bpm = fc.integer({ min: 40, max: 200 });
  fc.assert(
    fc.property(bpm, fc.array(off, { minLength: 8, maxLength: 12 }), (beats, offs) => {
      const told = taps(...offs.map((each, beat) => (beat * 60_000) / beats + each)).at(-1)!;
      expect(Math.abs(told / beats - 1)).toBeLessThan(((30 / 7) * beats) / 60_000 + 0.01);
    }),
  );
});
