import { expect, test } from 'vitest';
import { barAt, barsEarlier, evenBars, positionOf, usualBar } from '../../src/model/bars.js';

test('bars of one length have each tick where division has it', () => {
  const lines = evenBars(12, 40);
  expect([...lines]).toEqual([0, 12, 24, 36, 48]);
  for (let tick = 0; tick < 40; tick++) {
    expect(barAt(lines, tick)).toBe(Math.floor(tick / 12));
    expect(positionOf(lines, tick)).toBe(tick % 12);
    for (let bars = 1; bars < 5; bars++)
      expect(barsEarlier(lines, tick, bars)).toBe(Math.max(-1, tick - 12 * bars));
  }
  expect(usualBar(lines)).toBe(12);
});

test('the same place is looked for in bars that have it', () => {
  const lines = Int32Array.of(0, 16, 24, 40);
  expect(barsEarlier(lines, 24 + 3, 1)).toBe(16 + 3);
  expect(barsEarlier(lines, 24 + 12, 1)).toBe(12);
  expect(barsEarlier(lines, 24 + 12, 2)).toBe(-1);
  expect(usualBar(lines)).toBe(16);
});
