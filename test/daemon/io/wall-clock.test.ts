import { afterEach, expect, test, vi } from 'vitest';
import { wallTime } from '../../../src/daemon/io/wall-clock.js';

afterEach(() => void vi.unstubAllEnvs());

test.each([
  ['UTC', '2026-06-30 22:05:09'],
  ['Europe/Berlin', '2026-07-01 00:05:09'],
  ['America/St_Johns', '2026-06-30 19:35:09'],
])('in %s it is what the clock there shows', (zone, shown) => {
  vi.stubEnv('TZ', zone);
  expect(wallTime(new Date('2026-06-30T22:05:09.400Z'))).toBe(shown);
});
