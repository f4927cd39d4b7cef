import { describe, expect, test } from 'vitest';
import { Arrivals } from '../../../src/daemon/core/arrivals.js';
import { intervalOf } from '../../../src/daemon/core/clock-find.js';
import { dice } from '../../support/clock-stamps.js';
import { Master } from '../../support/master.js';

const second = 1_000_000;

describe('messages that a driver keeps time of', () => {
  test('are as far apart as they came, however many are handed over at once', () => {
    const arrivals = new Arrivals();
    arrivals.at(0, 5 * second);
    const together = Array.from({ length: 70 }, () => arrivals.at(0.02, 6.4 * second));
    together.forEach((at, place) =>
      expect(at - (5 * second + 20_000 * (place + 1))).toBeLessThan(1000),
    );
    expect(arrivals.at(0.02, 6.42 * second)).toBeGreaterThan(6.419 * second);
  });

  test('never come after now, nor before one another, whatever the driver says', () => {
    const roll = dice(4);
    const arrivals = new Arrivals();
    let [now, last] = [0, -Infinity];
    for (let each = 0; each < 5000; each += 1) {
      now += roll() ** 8 * 10 * second;
      const at = arrivals.at([NaN, -1, 0, roll() / 20, roll() * 9][Math.floor(roll() * 5)]!, now);
      expect(at).toBeGreaterThanOrEqual(last);
      expect(at).toBeLessThanOrEqual(Math.ceil(now));
      last = at;
    }
  });

  test.each([-2e-4, 2e-4])('come now for hours by a driver whose clock is off by %f', (off) => {
    const arrivals = new Arrivals();
    let worst = 0;
    for (let clock = 0; clock < 400_000; clock += 1) {
      const now = clock * 20_000;
      worst = Math.max(worst, Math.abs(arrivals.at(0.02 * (1 + off), now) - now));
    }
    expect(worst).toBeLessThan(100);
  });
});

test('come now where a driver keeps no time, after a machine slept, and after a long rest', () => {
  const timeless = new Arrivals();
  for (const now of [1, 2, 3]) expect(timeless.at(0, now * second)).toBe(now * second);
  const slept = new Arrivals();
  slept.at(0, second);
  expect(slept.at(0.02, 9 * second)).toBe(9 * second);
  const rested = new Arrivals();
  rested.at(0, second);
  expect(rested.at(5, 6.1 * second)).toBe(6.1 * second);
});

test.each([0.2, 0.4, 0.9, 1.7])(
  'a clock of which nothing is heard for %f s, and then all of it, is still in its bar',
  (seconds) => {
    const master = new Master();
    const arrivals = new Arrivals();
    let sent = master.rig.now;
    arrivals.at(0, sent);
    master.start();
    master.beats(8);
    const heard = master.rig.now;
    const interval = intervalOf(master.bpm);
    const waiting = Math.floor((seconds * second) / interval);
    const begun = master.clock;
    arrivals.at((heard - sent) / second, heard);
    sent = heard;
    master.silence(waiting);
    for (let clock = 0; clock < waiting; clock += 1) {
      const at = arrivals.at(interval / second, master.rig.now);
      master.beat.realTime('clock', 0, at);
      master.rig.run(0);
    }
    expect(master.clock).toBe(begun + waiting);
    master.beats(8);
    const lateness = master.rig.notes.map(({ tick, at }) => Math.abs(at - master.timeOf(6 * tick)));
    expect(Math.max(...lateness)).toBeLessThan(5000);
  },
);
