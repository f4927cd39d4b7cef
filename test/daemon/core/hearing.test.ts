import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Hearing } from '../../../src/daemon/core/hearing.js';

test('a note counts for the nearest tick, with what it is off by', () => {
  const hearing = new Hearing(16);
  hearing.noteOn(36, 100, 2.25);
  hearing.noteOn(38, 90, 2.75);
  hearing.noteOn(42, 80, 2.5);
  expect(hearing.take(2)).toEqual([{ pitch: 36, velocity: 100, offset: 0.25 }]);
  expect(hearing.take(3)).toEqual([
    { pitch: 38, velocity: 90, offset: -0.25 },
    { pitch: 42, velocity: 80, offset: -0.5 },
  ]);
});

test('every note is heard once, within half a tick either way, however late it comes', () => {
  const position = fc.double({ min: 0, max: 10, noNaN: true });
  const note = fc.tuple(position, fc.nat(12));
  fc.assert(
    fc.property(fc.array(note, { maxLength: 60, size: 'max' }), (notes) => {
      const hearing = new Hearing(16);
      let heard = 0;
      for (let tick = 0; tick <= 12; tick += 1) {
        for (const [at, arrival] of notes) if (arrival === tick) hearing.noteOn(60, 64, at);
        for (const note of hearing.take(tick) ?? []) {
          expect(Math.abs(note.offset)).toBeLessThanOrEqual(0.5);
          expect(note.offset).not.toBe(0.5);
          heard += 1;
        }
      }
      expect(heard).toBe(notes.length);
    }),
    { numRuns: 50 },
  );
});

test('a note for a tick that was taken already counts as early for the next', () => {
  const hearing = new Hearing(16);
  hearing.take(4);
  hearing.noteOn(60, 64, 4.4);
  expect(hearing.take(5)).toEqual([{ pitch: 60, velocity: 64, offset: -0.5 }]);
});

test('a player who rests is heard as silence for a bar, and after it as nobody', () => {
  const hearing = new Hearing(16);
  expect(hearing.take(0)).toBeNull();
  hearing.noteOn(60, 64, 1);
  expect(hearing.take(1)).toHaveLength(1);
  for (let tick = 2; tick < 17; tick += 1) expect(hearing.take(tick)).toEqual([]);
  expect(hearing.take(17)).toBeNull();
});
