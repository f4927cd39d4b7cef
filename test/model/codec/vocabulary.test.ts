import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../../src/model/codec/vocabulary.js';

const drums = Vocabulary.learn([
  ['kick', 'REST', 'snare', 'REST', 'kick+snare', 'REST'],
  ['kick', 'kick', 'kick+snare+crash+ride', 'ride', 'high-tom', 'low-tom'],
  ['snare', 'snare', 'snare'],
]);

describe('a vocabulary', () => {
  it('has the names of a corpus in code unit order, with their counts', () => {
    expect(drums.toJSON()).toEqual({
      names: [
        ...['REST', 'high-tom', 'kick', 'kick+snare', 'kick+snare+crash+ride'],
        ...['low-tom', 'ride', 'snare'],
      ],
      counts: [3, 1, 3, 1, 1, 1, 1, 4],
    });
  });

  it('is the same whatever order the pieces come in', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom('REST', 'a', 'B', 'a+B', 'é'))), (pieces) => {
        fc.pre(pieces.flat().length > 0);
        expect(Vocabulary.learn(pieces.toReversed()).toJSON()).toEqual(
          Vocabulary.learn(pieces).toJSON(),
        );
      }),
      { seed: 3 },
    );
  });

  it('numbers its own names, and comes back from JSON as it was', () => {
    const back = new Vocabulary(JSON.parse(JSON.stringify(drums)) as Vocabulary);
    expect(back.toJSON()).toEqual(drums.toJSON());
    drums.names.forEach((name, id) => {
      expect(back.id(name)).toBe(id);
      expect(back.name(id)).toBe(name);
    });
  });

  it.each([
    ['the most shared wins', 'kick+snare+mid-tom', 'kick+snare'],
    ['a stranger counts against', 'kick+ride', 'kick'],
    ['ties go to the more frequent', 'ride+snare', 'snare'],
    ['then to the lower id', 'high-tom+low-tom', 'high-tom'],
    ['a set that shares nothing is the most frequent that begins something', 'crash', 'snare'],
    ['silence is silence', 'HOLD', 'REST'],
  ])('maps a name that it has not to the nearest: %s', (_, name, nearest) => {
    expect(drums.has(name)).toBe(false);
    expect(drums.name(drums.id(name))).toBe(nearest);
    expect(drums.name(drums.id(name))).toBe(nearest);
    expect(drums.has(name)).toBe(false);
  });

  it('answers even where it has nothing like it', () => {
    expect(new Vocabulary({ names: ['C4'], counts: [1] }).id('REST')).toBe(0);
  });

  it.each([
    ['no names', { names: [], counts: [] }],
    ['a name twice', { names: ['a', 'a'], counts: [1, 1] }],
    ['too few counts', { names: ['a', 'b'], counts: [1] }],
    ['a count that is none', { names: ['a'], counts: [NaN] }],
  ])('refuses %s', (_, json) => {
    expect(() => new Vocabulary(json)).toThrow(/vocabulary/);
  });
});
