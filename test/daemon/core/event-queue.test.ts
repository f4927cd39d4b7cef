import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from '../../../src/daemon/core/event-queue.js';

const event = fc.record({
  pulse: fc.integer({ min: 0, max: 5 }),
  rank: fc.integer({ min: 0, max: 2 }),
});

test('events come out by pulse, then rank, then order of insertion', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60, size: 'max' }), (events) => {
      const queue = new EventQueue<{ pulse: number; rank: number; index: number }>(100);
      const entries = events.map((entry, index) => ({ ...entry, index }));
      for (const entry of entries) expect(queue.push(entry)).toBe(true);
      const out = entries.map(() => queue.pop()!);
      const order = (a: (typeof entries)[0], b: (typeof entries)[0]) =>
        a.pulse - b.pulse || a.rank - b.rank || a.index - b.index;
      expect(out).toEqual(entries.sort(order));
      expect(queue.pop()).toBeUndefined();
    }),
  );
});

test('the pulse of a rank is that of the first event of it', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60, size: 'max' }), (events) => {
      const queue = new EventQueue(100);
      for (const one of events) queue.push(one);
      for (const rank of [0, 1, 2]) {
        const pulses = events.filter((one) => one.rank === rank).map(({ pulse }) => pulse);
        expect(queue.pulseOf(rank)).toBe(Math.min(...pulses));
      }
    }),
  );
});

test('a full queue refuses, and keeps what it has', () => {
  const queue = new EventQueue(2);
  expect(queue.push({ pulse: 2, rank: 0 })).toBe(true);
  expect(queue.push({ pulse: 1, rank: 0 })).toBe(true);
  expect(queue.push({ pulse: 0, rank: 0 })).toBe(false);
  expect(queue.pop()).toEqual({ pulse: 1, rank: 0 });
  expect(queue.peek()).toEqual({ pulse: 2, rank: 0 });
  queue.clear();
  expect(queue.peek()).toBeUndefined();
});
