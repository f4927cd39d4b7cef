import { expect, test } from 'vitest';
import { InputKeys } from '../../../src/daemon/io/input-keys.js';

test('every key that is down goes up once, on its channel; those that are up stay so', () => {
  const told: unknown[] = [];
  const keys = new InputKeys({
    key: (...key) => told.push(key),
    realTime: () => undefined,
    control: () => undefined,
  });
  keys.key(60, 90, 1, 0);
  keys.key(60, 80, 2, 3);
  keys.key(64, 70, 3, 0);
  keys.key(64, 0, 4, 0);
  told.length = 0;
  keys.lift(9);
  keys.lift(10);
  expect(told).toEqual([
    [60, 0, 9, 0],
    [60, 0, 9, 3],
  ]);
});
