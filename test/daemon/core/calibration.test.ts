import { describe, expect, test } from 'vitest';
import { Calibration, type Calibrated } from '../../../src/daemon/core/calibration.js';
import { dice } from '../../support/clock-stamps.js';

/** Beats of 120 BPM, and taps that come `late` ± `shake` after each but every fifth; the first ones anywhere. */
function tapAlong(late: number, shake: number, seed = 1): Calibrated | undefined {
  const calibration = new Calibration();
  const roll = dice(seed);
  const shaken = (size: number): number => (2 * roll() - 1) * size;
  const events = Array.from({ length: 40 }, (_, beat) => {
    const at = 1_000_000 + beat * 500_000;
    const tap = at + (beat < 4 ? shaken(240_000) : late + shaken(shake));
    return [
      { at: at + roll() * 300, isBeat: true },
      ...(beat % 5 === 4 ? [] : [{ at: tap, isBeat: false }]),
    ];
  });
  for (const { at, isBeat } of events.flat().sort((a, b) => a.at - b.at)) {
    if (!isBeat) calibration.tap(at);
    const found = isBeat ? calibration.beat(at) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

describe('taps along with the beat', () => {
  test.each([0, 12_000, 34_000, 90_000, 180_000, -20_000])(
    'tell how late they come, early ones too: %s µs',
    (late) => {
      for (let seed = 1; seed <= 20; seed += 1) {
        const found = tapAlong(late, 10_000, seed)!;
        expect(Math.abs(found.late - late)).toBeLessThan(8000);
        expect(found.isEven).toBe(true);
      }
      expect(Math.abs(tapAlong(late, 0)!.late - late)).toBeLessThan(300);
    },
  );

  test('that lie anywhere are told from those in time', () => {
    for (let seed = 1; seed <= 20; seed += 1)
      expect(tapAlong(0, 240_000, seed)?.isEven).toBe(false);
  });

  test('tell it to who rests for three beats between two of them', () => {
    const calibration = new Calibration();
    let found: Calibrated | undefined;
    for (let beat = 0; found === undefined; beat += 1) {
      found = calibration.beat(beat * 500_000);
      if (beat % 4 === 0) calibration.tap(beat * 500_000 + 30_000);
    }
    expect(found).toEqual({ late: 30_000, spread: 0, isEven: true });
  });

  test.each([
    [24, true],
    [26, false],
  ])('that lie %i ms about their middle: whether they are in time is %s', (spread, isEven) => {
    const calibration = new Calibration();
    for (let beat = 0; beat < 16; beat += 1) {
      calibration.beat(beat * 500_000);
      calibration.tap(beat * 500_000 + (beat % 2 === 0 ? -1 : 1) * spread * 1000);
    }
    expect(calibration.beat(8_000_000)).toEqual({ late: 0, spread: spread * 1000, isEven });
  });

  test('that are too few, or come before any beat, tell nothing', () => {
    const calibration = new Calibration();
    for (let tap = 0; tap < 40; tap += 1) calibration.tap(tap * 1000);
    expect(calibration.beat(1_000_000)).toBeUndefined();
    for (let tap = 0; tap < 15; tap += 1) calibration.tap(1_000_000 + tap);
    expect(calibration.beat(2_000_000)).toBeUndefined();
    calibration.tap(2_000_000);
    expect(calibration.beat(3_000_000)).toBeDefined();
  });
});
