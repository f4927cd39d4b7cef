import { expect, test } from 'vitest';
import { type Frame, standOf } from '../../src/web/frame.js';

test.each(['drums', 'notes'])(
  'a note of %s is 3 pixels tall or more and in the middle of its row, however thin that is',
  (material) => {
    for (const rowHeight of [0.8, 3, 6, 20, 60]) {
      for (const velocity of [0, 0.5, 1]) {
        const frame = { top: 30, rowHeight, model: { material }, lanes: { rows: [{}] } };
        const { y, height } = standOf(frame as unknown as Frame, 0, velocity);
        expect(height).toBeGreaterThanOrEqual(3);
        expect(height).toBeLessThanOrEqual(Math.max(3, rowHeight));
        expect(y + height / 2).toBeCloseTo(30 + (rowHeight - 1) / 2);
      }
    }
  },
);
