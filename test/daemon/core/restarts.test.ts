import { expect, test } from 'vitest';
import { Restarts } from '../../../src/daemon/core/restarts.js';

const minute = 60_000_000;

test('the first death is answered at once, the next ones a little later, the sixth within a minute no more', () => {
  const restarts = new Restarts();
  expect([0, 1, 2, 3, 4, 5].map((second) => restarts.after(second * 1_000_000))).toEqual([
    0,
    1000,
    1000,
    1000,
    1000,
    null,
  ]);
});

test('one after a life of ten seconds is answered at once', () => {
  const restarts = new Restarts();
  expect([0, 11, 22].map((second) => restarts.after(second * 1_000_000))).toEqual([0, 0, 0]);
});

test('a death now and then is answered at once for ever', () => {
  const restarts = new Restarts();
  for (let times = 0; times < 1000; times += 1) expect(restarts.after(times * minute)).toBe(0);
});
