import { expect, test } from 'vitest';
import { Recent } from '../../../src/model/steer/recent.js';
import { restAt } from '../../../src/daemon/core/taps.js';

test('it knows the last 1024 ticks, and nothing of those that were left out', () => {
  const recent = new Recent();
  for (let tick = 0; tick < 3000; tick += 2) {
    recent.keepToken(tick, tick % 7);
    recent.keepPlan(restAt(tick));
  }
  const known = (tick: number) => [recent.token(tick), recent.plan(tick)?.tick];
  for (const tick of [1976, 2500, 2998]) expect(known(tick)).toEqual([tick % 7, tick]);
  for (const tick of [-1, 1972, 2499, 3000]) expect(known(tick)).toEqual([undefined, undefined]);
  const copy = recent.copy();
  expect(copy.plan(2998)?.tick).toBe(2998);
  copy.keepToken(3000, 1);
  copy.keepPlan(restAt(3000));
  expect(known(3000)).toEqual([undefined, undefined]);
  recent.clear();
  expect(copy.token(2998)).toBe(2998 % 7);
  expect(known(2998)).toEqual([undefined, undefined]);
});
