import { expect, test } from 'vitest';
import { offLine } from '../../../src/daemon/bench/rivals.js';

test('what comes evenly is on its line, whatever its tempo', () => {
  for (const interval of [62, 62.5, 63]) {
    const off = offLine(Array.from({ length: 50 }, (_, index) => 1e6 + index * interval));
    expect(Math.max(...off)).toBeLessThan(1e-6);
  }
});

test('what comes late is off by nearly as much, and the rest by little', () => {
  const at = Array.from({ length: 101 }, (_, index) => index * 62.5 + (index === 50 ? 10 : 0));
  const off = offLine(at);
  expect(off[50]).toBeCloseTo(10 - 10 / 101, 6);
  expect(Math.max(...off.toSpliced(50, 1))).toBeLessThan(0.2);
});
