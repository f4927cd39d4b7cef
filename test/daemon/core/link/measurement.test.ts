import { expect, test } from 'vitest';
import { Measurement } from '../../../../src/daemon/core/link/measurement.js';
import type { Ping, Pong } from '../../../../src/daemon/core/link/wire.js';

const session = '7000000000000001';
const begin = () => new Measurement(session, { address: '10.0.0.2', port: 4000 });

/** Who is `ahead`, and whose way there takes 700 µs, and back 300. */
function answer(ping: Ping, ahead: number): Pong {
  return { ...ping, type: 'pong', session, ghostTime: ping.hostTime + 700 + ahead };
}

test('it pings five times on end, 50 ms apart, and as often again after a pong', () => {
  const measurement = begin();
  let now = 1_000_000;
  const retryAll = (most: number): number => {
    for (let times = 0; ; times += 1, now += 50_000) {
      const ping = measurement.retry(now);
      if (ping === undefined) return times;
      expect(times).toBeLessThan(most);
      expect(ping).toEqual({ type: 'ping', hostTime: now, ghostBefore: undefined });
      expect(measurement.due).toBe(now + 50_000);
    }
  };
  expect(retryAll(5)).toBe(5);
  const next = measurement.hear(
    answer({ type: 'ping', hostTime: now, ghostBefore: undefined }, 0),
    now,
  );
  expect(next?.hostTime).toBe(now);
  expect(measurement.due).toBe(now + 50_000);
  expect(retryAll(5)).toBe(5);
});

test('51 pongs tell how far ahead a session is: to half the difference of the two ways', () => {
  for (const ahead of [0, 12_345_678, -5_000_000]) {
    const measurement = begin();
    let now = 1_000_000_000;
    let ping = measurement.retry(now);
    let pongs = 0;
    for (; ping !== undefined; pongs += 1) {
      now += 1000;
      ping = measurement.hear(answer(ping, ahead), now);
    }
    expect(pongs).toBe(51);
    expect(measurement.offset).toBe(ahead + 200);
  }
});

test('times that say never are none', () => {
  const measurement = begin();
  measurement.retry(1_000_000);
  const pong = answer({ type: 'ping', hostTime: 1_000_000, ghostBefore: undefined }, 9_000_000);
  for (const never of [{ ghostTime: 0 }, { hostTime: 0 }, { ghostTime: 0, hostTime: 0 }])
    for (let times = 0; times < 200; times += 1)
      expect(measurement.hear({ ...pong, ...never, ghostBefore: 5 }, 1_001_000)).toBeDefined();
  for (let times = 0; times < 60; times += 1)
    measurement.hear({ ...pong, ghostBefore: 0 }, 1_001_000);
  expect(measurement.offset).toBe(9_000_200);
});
