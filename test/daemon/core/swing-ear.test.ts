import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { straight, type Swing } from '../../../src/daemon/core/swing.js';
import { SwingEar } from '../../../src/daemon/core/swing-ear.js';
import { Rng } from '../../../src/model/rng.js';

/** What is heard in the end of a player who strikes at these places of each beat, in so many beats of `beat` microseconds. */
function heard(
  places: readonly number[],
  { beats = 12, beat = 500_000, late = 0, shake = 0, ear = new SwingEar(), from = 0 } = {},
): Swing | undefined {
  const rng = new Rng(1);
  let found: Swing | undefined;
  for (let each = from; each <= from + beats; each += 1) {
    found = ear.beat(each * beat);
    if (each === from + beats) break;
    for (const place of places) {
      const at = (each + place) * beat + late + (rng.next() - 0.5) * 2 * shake;
      ear.key(at);
      // The others of a chord.
      ear.key(at + 4_000);
      ear.key(at + 9_000);
    }
  }
  return found;
}

const eighths = (share: number) => [0, share];
const sixteenths = (share: number) => [0, share / 2, 0.5, 0.5 + share / 2];

describe('a swing', () => {
  test('of eighths or sixteenths is heard for what it is, at any tempo, by hands that shake and come late', () => {
    const share = fc.double({ min: 0.58, max: 0.7, noNaN: true });
    const beat = fc.integer({ min: 300_000, max: 1_200_000 });
    const late = fc.double({ min: -0.03, max: 0.04, noNaN: true });
    fc.assert(
      fc.property(share, beat, late, fc.boolean(), (share, beat, late, inEighths) => {
        const places = inEighths ? eighths(share) : sixteenths(share);
        const swing = heard(places, { beat, late: late * beat, shake: 0.01 * beat });
        expect(swing?.notes).toBe(inEighths ? '8ths' : '16ths');
        expect(Math.abs(swing!.share - share)).toBeLessThan(0.025);
      }),
    );
  });

  test('is none where a player is straight', () => {
    for (const places of [eighths(0.5), sixteenths(0.5), [0, 0.75], [0.5]])
      expect(heard(places, { shake: 5_000, beats: 16 })).toBe(straight);
  });

  test('is none of straight notes beside the beat, however far', () => {
    const off = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    const shake = fc.double({ min: 0, max: 0.02, noNaN: true });
    fc.assert(
      fc.property(off, shake, fc.boolean(), (off, shake, inEighths) => {
        const places = inEighths ? eighths(0.5) : sixteenths(0.5);
        const swing = heard(places, { late: off * 500_000, shake: shake * 500_000, beats: 20 });
        expect([straight, undefined]).toContain(swing);
      }),
    );
  });

  test('is none of a few strokes on the beat among many straight ones beside it', () => {
    const ear = new SwingEar();
    const beside = eighths(0.5).map((place) => place + 0.15);
    for (let from = 0; from < 16; from += 4) {
      heard([0, ...beside], { ear, from, beats: 1 });
      heard(beside, { ear, from: from + 1, beats: 2 });
    }
    expect(ear.beat(16 * 500_000)).toBeUndefined();
  });

  test('is not told of quarters, of a few strokes, of what falls anywhere, nor of triplets whose last is left out', () => {
    expect(heard([0])).toBeUndefined();
    expect(heard(eighths(2 / 3), { beats: 5 })).toBeUndefined();
    expect(heard([0, 0.5], { shake: 120_000, beats: 40 })).toBeUndefined();
    expect(heard([0, 1 / 3])).toBeUndefined();
  });

  test('is heard to change within four bars', () => {
    const ear = new SwingEar();
    expect(heard(eighths(2 / 3), { ear })?.notes).toBe('8ths');
    expect(heard(eighths(0.5), { ear, from: 13, beats: 16 })).toBe(straight);
    expect(heard(eighths(0.62), { ear, from: 30, beats: 16 })?.share).toBeCloseTo(0.62, 2);
  });

  test('is of the beats that were played: a stop between them is none, however long', () => {
    const ear = new SwingEar();
    heard(eighths(2 / 3), { ear });
    ear.key(20_000_000);
    ear.beat(60_000_000);
    expect(heard(eighths(0.5), { ear, from: 200, beats: 20 })).toBe(straight);
  });
});
