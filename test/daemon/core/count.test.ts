import { expect, test } from 'vitest';
import { count } from '../../../src/daemon/core/count.js';

test.each([
  [0, 'note', '0 notes'],
  [1, 'note', '1 note'],
  [2, 'note', '2 notes'],
  [1, 'miss', '1 miss'],
  [3, 'miss', '3 misses'],
  [20_480, 'tick', '20,480 ticks'],
])('%i of %j is %j', (n, what, words) => {
  expect(count(n, what)).toBe(words);
});
