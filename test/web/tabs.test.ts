import { expect, test } from 'vitest';
import { nextTab } from '../../src/web/tabs.js';

test('arrows go round, Home and End to the ends, other keys nowhere', () => {
  expect(nextTab('ArrowRight', 3, 4)).toBe(0);
  expect(nextTab('ArrowLeft', 0, 4)).toBe(3);
  expect(nextTab('ArrowLeft', 2, 4)).toBe(1);
  expect(nextTab('Home', 2, 4)).toBe(0);
  expect(nextTab('End', 1, 4)).toBe(3);
  expect(nextTab('a', 1, 4)).toBeUndefined();
});
