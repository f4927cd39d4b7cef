import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openingsOf } from '../../src/model/openings.js';

const corpus = fc.array(fc.nat(50), { minLength: 1, maxLength: 400, size: 'max' });

it('every opening is a window of the data, the first and the last among them', () => {
  fc.assert(
    fc.property(corpus, fc.integer({ min: 1, max: 120 }), (ids, window) => {
      fc.pre(ids.length >= window);
      const openings = openingsOf(ids, window).map((opening) => opening.join());
      const windows = ids.slice(window - 1).map((_, at) => ids.slice(at, at + window).join());
      const known = new Set(windows);
      expect(openings.filter((opening) => !known.has(opening))).toEqual([]);
      expect(openings[0]).toBe(windows[0]);
      expect(openings.at(-1)).toBe(windows.at(-1));
      expect(openings.length).toBe(Math.min(64, windows.length));
    }),
    { seed: 5 },
  );
});

it('too little data is repeated until it fills a window', () => {
  expect(openingsOf([1, 2, 3], 7)).toEqual([[1, 2, 3, 1, 2, 3, 1]]);
});
