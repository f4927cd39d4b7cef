import { expect, test } from 'vitest';
import { BeatEstimate } from '../../../src/daemon/core/beat-estimate.js';
import { ppq } from '../../../src/daemon/core/timeline.js';
import { dice, noise } from '../../support/clock-stamps.js';

const spread = 15_000;

test.each([0.96, 1, 1.04])(
  'strokes that lie about the beats tell where those are and how long they last, guessed %d times as long',
  (guess) => {
    for (let seed = 0; seed < 20; seed += 1) {
      const roll = dice(seed);
      const estimate = new BeatEstimate(0, 30_000, guess * 500_000);
      for (let beat = 0; beat < 32; beat += 1) {
        const at = beat * 500_000 + noise('wide', 10_000, roll);
        estimate.hear(beat * ppq, at, spread, 1);
      }
      expect(Math.abs(estimate.bpm - 120)).toBeLessThan(1.5);
      expect(Math.abs(estimate.microsAt(31 * ppq) - 31 * 500_000)).toBeLessThan(20_000);
    }
  },
);

test('who is always as late has the tempo of who is on the beat', () => {
  const [late, punctual] = [40_000, 0].map((lag) => {
    const estimate = new BeatEstimate(0, lag, 500_000);
    for (let beat = 0; beat < 16; beat += 1)
      estimate.hear(beat * ppq, beat * 490_000 + lag, spread, 1);
    return estimate;
  });
  expect(late!.bpm).toBeCloseTo(punctual!.bpm, 6);
  expect(late!.microsAt(0) - punctual!.microsAt(0)).toBeCloseTo(40_000, 3);
});

test('each stroke makes it surer, the more so the surer the place of that is; each beat without one less', () => {
  const after = (sure: number) => {
    const estimate = new BeatEstimate(0, 0, 500_000);
    estimate.hear(ppq, 500_000, spread, sure);
    return estimate;
  };
  const doubts = [0.2, 0.6, 1].map((sure) => after(sure).doubtOf(ppq, spread));
  expect(doubts[1]).toBeLessThan(doubts[0]!);
  expect(doubts[2]).toBeLessThan(doubts[1]!);
  expect(new BeatEstimate(0, 0, 500_000).doubtOf(ppq, spread)).toBeGreaterThan(doubts[0]!);
  const later = [1, 2, 4, 8].map((beats) => after(1).doubtOf(beats * ppq, spread));
  expect(later.toSorted((a, b) => a - b)).toEqual(later);
});

test('a tempo that changes more than it is wont to is found within a bar', () => {
  const estimate = new BeatEstimate(0, 0, 500_000);
  for (let beat = 0; beat < 16; beat += 1) estimate.hear(beat * ppq, beat * 500_000, spread, 1);
  for (let beat = 1; beat <= 4; beat += 1)
    estimate.hear((15 + beat) * ppq, 7_500_000 + beat * 550_000, spread, 1);
  expect(Math.abs(estimate.length - 550_000)).toBeLessThan(12_000);
});

test('the pulse of an instant and the instant of a pulse are inverses', () => {
  const estimate = new BeatEstimate(960, 700_000, 431_000);
  estimate.hear(1440, 930_000, spread, 0.7);
  for (const pulse of [0, 1440, 1441.5, 100_000])
    expect(estimate.pulseAt(estimate.microsAt(pulse))).toBeCloseTo(pulse, 6);
});
