import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BeatClock } from '../../src/web/beat-clock.js';

const tickMs = 125;

test('without jitter every position is exactly where it is', () => {
  const clock = new BeatClock(tickMs);
  for (let tick = 10; tick < 100; tick++) {
    clock.hear(tick, 5000 + tick * tickMs);
    expect(clock.timeOf(tick + 0.25)).toBeCloseTo(5000 + (tick + 0.25) * tickMs, 6);
    expect(clock.positionAt(5000 + (tick + 0.5) * tickMs)).toBeCloseTo(tick + 0.5, 6);
  }
});

test('messages up to 20 ms late shake what is shown by less than half of that', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 60, maxLength: 60 }),
      (lateness) => {
        const clock = new BeatClock(tickMs);
        lateness.forEach((late, tick) => {
          const before = clock.timeOf(tick);
          clock.hear(tick, tick * tickMs + late);
          if (tick > 0) expect(Math.abs(clock.timeOf(tick) - before)).toBeLessThan(10);
          expect(clock.timeOf(tick)).toBeGreaterThanOrEqual(tick * tickMs - 1e-6);
          expect(clock.timeOf(tick)).toBeLessThanOrEqual(tick * tickMs + 20 + 1e-6);
        });
      },
    ),
  );
});

describe('it takes the time anew', () => {
  test('after a stop', () => {
    const clock = new BeatClock(tickMs);
    clock.hear(5, 1000);
    clock.stop();
    clock.hear(6, 99_000);
    expect(clock.timeOf(6)).toBe(99_000);
  });

  test('where it is off by more than half a tick', () => {
    const clock = new BeatClock(tickMs);
    clock.hear(5, 1000);
    clock.hear(500, 1001);
    expect(clock.timeOf(500)).toBe(1001);
  });
});

test('a tempo change does not move the tick that was heard', () => {
  const clock = new BeatClock(tickMs);
  clock.hear(5, 1000);
  clock.tickMs = 250;
  expect(clock.timeOf(5)).toBe(1000);
  expect(clock.timeOf(6)).toBe(1250);
});

test('when no tick comes, the picture stands still soon', () => {
  const clock = new BeatClock(tickMs);
  clock.hear(5, 1000);
  expect(clock.positionAt(60_000)).toBe(6.5);
});
