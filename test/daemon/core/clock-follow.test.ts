import { describe, expect, test } from 'vitest';
import { ClockFollow } from '../../../src/daemon/core/clock-follow.js';
import { intervalOf } from '../../../src/daemon/core/clock-find.js';
import type { Micros } from '../../../src/daemon/core/clock.js';
import {
  arrivals,
  bar,
  dice,
  meant,
  quantile,
  type Shake,
  stalled,
} from '../../support/clock-stamps.js';
import { type Moment, playAlong, TimeKeeper } from '../../support/playback.js';

/** Milliseconds that arrivals shake, and that the music may be off at p99. */
const limits = [
  [0, 0.2],
  [1, 0.7],
  [3, 1.5],
  [5, 2.5],
] as const;

function moments(
  runs: number,
  stretches: Parameters<typeof meant>[0],
  shake: Shake,
  jitter: Micros,
): Moment[][] {
  const times = meant(stretches);
  return Array.from({ length: runs }, (_, seed) =>
    playAlong(times, arrivals(times, shake, jitter, seed)),
  );
}

const offs = (some: readonly Moment[]): number[] => some.map(({ off }) => Math.abs(off) / 1000);

describe.each(['uniform', 'normal'] as const)('with arrivals that shake, %s', (shake) => {
  test.each(limits)(
    'by %i ms: after two bars it is off by %f ms at most, at p99',
    (jitter, limit) => {
      for (const bpm of [60, 133, 240]) {
        const played = moments(6, [{ bpm, clocks: 8 * bar }], shake, jitter * 1000);
        const late = played.flatMap((run) => run.slice(2 * bar));
        expect(quantile(offs(late), 0.99)).toBeLessThan(limit);
        // Cramér and Rao: two bars of 240 BPM that shake so do not tell a tempo to 0.1; five do.
        const settled = played.flatMap((run) => run.slice((jitter * bpm > 500 ? 6 : 2) * bar));
        expect(
          quantile(
            settled.map((each) => Math.abs(each.bpm - bpm)),
            0.99,
          ),
        ).toBeLessThan(0.1);
      }
    },
  );

  test.each(limits)('by %i ms: a jump of 40 BPM is met within a bar', (jitter, limit) => {
    for (const [from, to] of [
      [120, 160],
      [160, 120],
      [200, 240],
      [100, 60],
    ] as const) {
      const stretches = [
        { bpm: from, clocks: 2 * bar },
        { bpm: to, clocks: 2 * bar },
      ];
      const played = moments(8, stretches, shake, jitter * 1000);
      const met = played.flatMap((run) => run.slice(3 * bar));
      expect(quantile(offs(met), 0.99)).toBeLessThan(limit);
    }
  });
});

test('a ramp is followed: less than a hundredth of a beat off', () => {
  const stretches = [
    { bpm: 120, clocks: 2 * bar },
    { bpm: 120, clocks: 4 * bar, to: 160 },
    { bpm: 160, clocks: bar },
  ];
  for (const run of moments(8, stretches, 'uniform', 1000)) {
    expect(Math.max(...offs(run.slice(2 * bar)))).toBeLessThan(5);
  }
});

test('music never turns back or stands still, whatever the clock does', () => {
  const roll = dice(5);
  const keeper = new TimeKeeper();
  const follow = new ClockFollow(keeper, 120);
  follow.songStart();
  let at = 1_000_000;
  follow.clock(at);
  let pulse = keeper.timeline.pulseAt(at);
  for (let step = 0; step < 3000; step += 1) {
    at += Math.round(roll() ** 4 * 120_000);
    const before = keeper.timeline.pulseAt(at);
    follow.poll(at);
    follow.clock(at);
    const now = keeper.timeline.pulseAt(at);
    expect(now).toBeGreaterThanOrEqual(pulse);
    // A pulse is half a millisecond.
    expect(Math.abs(now - before)).toBeLessThanOrEqual(8);
    expect(keeper.timeline.bpm).toBeGreaterThan(8);
    expect(keeper.timeline.bpm).toBeLessThan(700);
    pulse = now;
  }
});

describe('when the clock goes', () => {
  const keeper = new TimeKeeper();
  const follow = new ClockFollow(keeper, 120);
  const times = meant([{ bpm: 100, clocks: 4 * bar }]);
  const stamps = arrivals(times, 'uniform', 1000, 1);

  test('it says that it waits, follows, goes on alone, follows again', () => {
    expect(follow.status.state).toBe('waiting');
    follow.songStart();
    for (const stamp of stamps.slice(0, 2 * bar)) follow.clock(stamp);
    expect(follow.status.state).toBe('following');
    expect(follow.status.bpm).toBeCloseTo(100, 0);
    const last = stamps[2 * bar - 1]!;
    const look = follow.poll(last);
    expect(follow.status.state).toBe('following');
    expect(follow.poll(look)).toBe(Infinity);
    expect(follow.status).toMatchObject({ state: 'free-wheeling', other: 0 });
    // Two beats later it is where the master would be.
    const later = times[2 * bar + 48]!;
    const pulses = keeper.timeline.pulseAt(later);
    expect(Math.abs(pulses - (2 * bar + 48) * 40)).toBeLessThan(5);
  });

  test('it finds its place again without a jump', () => {
    for (const stamp of stamps.slice(3 * bar)) follow.clock(stamp);
    expect(follow.status.state).toBe('following');
    const end = times.at(-1)!;
    expect(Math.abs(keeper.timeline.microsAt((4 * bar - 1) * 40) - end)).toBeLessThan(1500);
  });

  test('stopped, it waits', () => {
    follow.songStop();
    follow.poll(stamps.at(-1)! + 10_000_000);
    expect(follow.status.state).toBe('waiting');
  });
});

describe('where the sender stood still and then sends all that it missed', () => {
  const times = meant([{ bpm: 100, clocks: 8 * bar }]);
  const stamps = arrivals(times, 'uniform', 500, 4);

  test.each([400, 1000, 3000])('for %i ms, the music is in its place all the while', (millis) => {
    const run = playAlong(times, stalled(stamps, millis, 300)).slice(bar);
    expect(Math.max(...offs(run))).toBeLessThan(10);
    for (const { bpm } of run) expect(bpm).toBeCloseTo(100, 0);
  });

  test.each([1, 2 / 3])(
    'and Stop comes among them, the song stands at the last, be it %f',
    (sent) => {
      const keeper = new TimeKeeper();
      const follow = new ClockFollow(keeper, 120);
      follow.songStart();
      const until = stamps[2 * bar]! + 1_500_000;
      const heard = stalled(stamps, 1500, 0, sent).filter((stamp) => stamp <= until);
      for (const stamp of heard) follow.clock(stamp);
      follow.songStop();
      follow.songContinue();
      expect(keeper.cues.at(-1)?.pulse).toBe(heard.length * 40);
    },
  );
});

test('Start, Continue, Stop and Song Position say where the next clock is', () => {
  const keeper = new TimeKeeper();
  const follow = new ClockFollow(keeper, 120);
  let at = 1_000_000;
  const clocks = (count: number) => {
    for (let clock = 0; clock < count; clock += 1) {
      at += Math.round(intervalOf(120));
      follow.clock(at);
    }
  };
  clocks(100);
  expect(keeper.cues).toEqual([]);
  follow.songStart();
  clocks(7);
  follow.songStop();
  clocks(3);
  follow.songContinue();
  clocks(5);
  follow.songStop();
  follow.songPosition(32);
  follow.songContinue();
  follow.songContinue();
  clocks(1);
  follow.songPosition(16);
  clocks(1);
  expect(keeper.cues).toEqual([
    { pulse: 0, fromTop: true },
    { pulse: 7 * 40, fromTop: false },
    { pulse: 32 * 240, fromTop: false },
    { pulse: 16 * 240, fromTop: false },
  ]);
  expect(Math.abs(keeper.timeline.pulseAt(at) - 16 * 240)).toBeLessThan(2);
});
