import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intervalOf, tempoOfInterval } from '../../../src/daemon/core/clock-find.js';
import type { Micros } from '../../../src/daemon/core/clock.js';
import { ClockTracker } from '../../../src/daemon/core/clock-tracker.js';
import { arrivals, bar, dice, meant, stalled, type Stretch } from '../../support/clock-stamps.js';

function track(stamps: readonly Micros[]): ClockTracker {
  const tracker = new ClockTracker(intervalOf(120));
  for (const stamp of stamps) tracker.clock(stamp);
  return tracker;
}

const tempo = (tracker: ClockTracker): number => tempoOfInterval(tracker.line.interval);

describe('every clock counts', () => {
  const bpm = fc.integer({ min: 30, max: 280 });
  const stretch = fc.record({ bpm, clocks: fc.integer({ min: 48, max: 200 }), to: bpm });
  const jump = stretch.map(({ bpm: steady, clocks }): Stretch => ({ bpm: steady, clocks }));

  test('through jumps and ramps of the tempo, however it shakes by a millisecond', () => {
    const stretches = fc.array(fc.oneof(jump, stretch), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(stretches, fc.nat(1000), fc.constantFrom(0, 1000), (parts, seed, jitter) => {
        // A ramp from here to there; a last bar to settle.
        const times = meant([...parts, { bpm: parts.at(-1)!.to ?? 100, clocks: bar }]);
        const tracker = track(arrivals(times, 'uniform', jitter, seed));
        expect(tracker.line.number).toBe(times.length - 1);
        expect(Math.abs(tracker.line.time - times.at(-1)!)).toBeLessThan(1500);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  test.each([15, 50, 200, 280])('a sender that stood still for %i ms is waited out', (stall) => {
    const times = meant([{ bpm: 120, clocks: 3 * bar }]);
    const from = times[200]! + 3000;
    const until = from + stall * 1000;
    const stamps = arrivals(times, 'uniform', 500, stall).map((at) =>
      at > from && at < until ? until : at,
    );
    const tracker = new ClockTracker(intervalOf(120));
    stamps.forEach((stamp, clock) => {
      tracker.clock(stamp);
      const { line } = tracker;
      // What is known lies within a millisecond of the truth all the while.
      if (clock > 100) expect(Math.abs(line.timeOf(clock) - times[clock]!)).toBeLessThan(1000);
    });
    expect(tracker.line.number).toBe(times.length - 1);
  });

  test('also of a sender that stood still for long, and then sends what it missed, or most of it', () => {
    const stall = fc.record({
      bpm: fc.integer({ min: 25, max: 280 }),
      millis: fc.integer({ min: 350, max: 4000 }),
      apart: fc.constantFrom(0, 300, 1000),
      sent: fc.constantFrom(1, 0.75),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(stall, ({ bpm, millis, apart, sent, seed }) => {
        const times = meant([{ bpm, clocks: 4 * bar + Math.ceil(millis / 8) }]);
        const stamps = stalled(arrivals(times, 'uniform', 500, seed), millis, apart, sent);
        const tracker = new ClockTracker(intervalOf(120));
        let off = 0;
        stamps.forEach((stamp, clock) => {
          tracker.clock(stamp);
          if (clock >= bar) off = Math.max(off, Math.abs(tempo(tracker) / bpm - 1));
        });
        expect(off).toBeLessThan(0.02);
        expect(tracker.number).toBe(stamps.length - 1);
        expect(tracker.line.number).toBe(stamps.length - 1);
      }),
      { numRuns: 150, seed: 13 },
    );
  });

  test('after a silence it is the clock that would be next, had it gone on', () => {
    const times = meant([{ bpm: 97, clocks: 6 * bar }]);
    const stamps = arrivals(times, 'uniform', 1000, 3).filter((_, at) => at < 200 || at > 420);
    const tracker = track(stamps);
    expect(tracker.line.number).toBe(times.length - 1);
    expect(tempo(tracker)).toBeCloseTo(97, 0);
  });
});

describe('two clocks at once', () => {
  const cases = [
    [120, 120, 0.1],
    [120, 120, 0.3],
    [120, 125, 0.3],
    [120, 100, 0.2],
    [120, 60, 0.3],
    [90, 133, 0.2],
  ] as const;

  test.each(cases)('of %i and %i BPM: the first is kept, the other is named', (a, b, phase) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const first = meant([{ bpm: a, clocks: 6 * bar }]);
      const began = first[2 * bar]! + phase * intervalOf(a);
      const second = meant([{ bpm: b, clocks: 9 * bar }], began).filter((at) => at < first.at(-1)!);
      const stamps = [
        ...arrivals(first, 'normal', 1000, seed),
        ...arrivals(second, 'normal', 1000, seed + 99),
      ];
      const tracker = track(stamps.toSorted((x, y) => x - y));
      expect(tempo(tracker)).toBeCloseTo(a, 0);
      expect(tracker.line.number).toBe(first.length - 1);
      expect(Math.abs(tempoOfInterval(tracker.other) - b)).toBeLessThan(0.03 * b);
    }
  });

  test.each([
    [120, 120, 0.1],
    [120, 120, 0.3],
    [120, 100, 0.2],
    [90, 170, 0.2],
  ])('of %i and %i BPM from the start: one of them is followed', (a, b, phase) => {
    for (const seed of [1, 2, 3]) {
      const first = meant([{ bpm: a, clocks: 2 * bar }]);
      const second = meant([{ bpm: b, clocks: 4 * bar }], 1_000_000 + phase * intervalOf(a));
      const stamps = [
        ...arrivals(first, 'normal', 500, seed),
        ...arrivals(second, 'normal', 500, seed + 99).filter((at) => at < first.at(-1)!),
      ];
      const tracker = track(stamps.toSorted((x, y) => x - y));
      const near = Math.min(Math.abs(tempo(tracker) - a), Math.abs(tempo(tracker) - b));
      expect(near).toBeLessThan(1);
      expect(tracker.other).toBeGreaterThan(0);
    }
  });

  test('once the second has gone there is one', () => {
    const first = meant([{ bpm: 120, clocks: 6 * bar }]);
    const second = meant([{ bpm: 120, clocks: bar }], first[bar]! + 5000);
    const tracker = track([...first, ...second].map(Math.round).toSorted((x, y) => x - y));
    expect(tracker.other).toBe(0);
    expect(tracker.line.number).toBe(first.length - 1);
  });

  test('a tempo that doubles or trebles is no second clock', () => {
    for (const bpm of [160, 240]) {
      const times = meant([
        { bpm: 80, clocks: 2 * bar },
        { bpm, clocks: 2 * bar },
      ]);
      const tracker = track(arrivals(times, 'uniform', 1000, bpm));
      expect(tempo(tracker)).toBeCloseTo(bpm, 0);
      expect(tracker.line.number).toBe(times.length - 1);
      expect(tracker.other).toBe(0);
    }
  });
});

test('whatever comes, the tempo stays one that a musician could mean, and time goes forward', () => {
  const gap = fc.oneof(fc.nat(60_000), fc.constant(0), fc.nat(1_000_000), fc.constant(20_833));
  fc.assert(
    fc.property(fc.array(gap, { maxLength: 300, size: 'max' }), fc.nat(1000), (gaps, seed) => {
      const roll = dice(seed);
      const tracker = new ClockTracker(intervalOf(120));
      let [at, number] = [1_000_000, -1];
      for (const each of gaps) {
        at += Math.round(each * (roll() < 0.5 ? 1 : roll()));
        tracker.clock(at);
        expect(tempo(tracker)).toBeGreaterThan(18);
        expect(tempo(tracker)).toBeLessThan(330);
        expect(tracker.line.number).toBeGreaterThanOrEqual(number - 24);
        number = tracker.line.number;
      }
    }),
    { numRuns: 10, seed: 11 },
  );
});
