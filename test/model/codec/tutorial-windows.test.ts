import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tutorialWindows } from '../../../src/model/codec/tutorial-windows.js';

const tokens = fc.array(fc.constantFrom('C4', 'E-4', '0', '0.4.7', '10.2.5', 'C#4', 'C-1'), {
  maxLength: 60,
  size: 'max',
});

describe('the tutorial’s windows', () => {
  it('number the tokens in the order that Python sorts them', () => {
    const { vocabulary, ids } = tutorialWindows(['E-4', 'C4', '10.2', '0', 'C#4', '2', 'C4'], 3);
    expect(vocabulary.names).toEqual(['0', '10.2', '2', 'C#4', 'C4', 'E-4']);
    expect([...ids]).toEqual([5, 4, 1, 0, 3, 2, 4]);
  });

  it('are each run of tokens that has a token after it, and that token', () => {
    fc.assert(
      fc.property(tokens, fc.integer({ min: 1, max: 20 }), (list, length) => {
        fc.pre(list.length > 0);
        const windows = tutorialWindows(list, length);
        const names = (ids: Iterable<number>) => [...ids].map((id) => windows.vocabulary.name(id));
        expect(windows.count).toBe(Math.max(0, list.length - length));
        for (let at = 0; at < windows.count; at++) {
          expect(names(windows.input(at))).toEqual(list.slice(at, at + length));
          expect(names([windows.target(at)])).toEqual([list[at + length]]);
        }
      }),
      { seed: 31 },
    );
  });

  it('are none where no token is left over', () => {
    expect(tutorialWindows(Array<string>(100).fill('C4'), 100).count).toBe(0);
    expect(tutorialWindows(Array<string>(101).fill('C4'), 100).count).toBe(1);
  });
});
