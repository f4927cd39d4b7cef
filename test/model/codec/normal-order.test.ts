import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalOrder } from '../../../src/model/codec/normal-order.js';

const pitches = fc.array(fc.nat(127), { minLength: 1, maxLength: 14, size: 'max' });

describe('the normal order', () => {
  it.each([
    ['a major triad, its root first', [64, 60, 67], [0, 4, 7]],
    ['a triad over the turn of the octave', [58, 62, 65], [10, 2, 5]],
    ['a tritone, the lower class first', [66, 60], [0, 6]],
    ['an octave, which is one class', [36, 48], [0]],
    ['a diminished seventh, the lowest class first', [71, 62, 65, 68], [2, 5, 8, 11]],
    ['a set class that music21 turns', [0, 3, 4, 8], [8, 0, 3, 4]],
    ['nine classes that music21 turns', [0, 1, 2, 3, 4, 5, 7, 9, 10], [7, 9, 10, 0, 1, 2, 3, 4, 5]],
  ])('is that of %s', (_, set, order) => {
    expect(normalOrder(set)).toEqual(order);
  });

  it('has each pitch class once, ascending but for the turn of the octave', () => {
    fc.assert(
      fc.property(pitches, (set) => {
        const order = normalOrder(set);
        expect(new Set(order)).toEqual(new Set(set.map((pitch) => pitch % 12)));
        const climbs = order.map((value) => (value - order[0]! + 12) % 12);
        expect(climbs).toEqual([...new Set(climbs)].sort((a, b) => a - b));
      }),
      { seed: 21 },
    );
  });

  it('does not depend on octaves, on order, or on what is doubled', () => {
    fc.assert(
      fc.property(pitches, (set) => {
        const other = [...set.map((pitch) => (pitch % 12) + 60), ...set].reverse();
        expect(normalOrder(other)).toEqual(normalOrder(set));
      }),
      { seed: 22 },
    );
  });
});
