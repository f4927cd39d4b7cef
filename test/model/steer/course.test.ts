import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Course } from '../../../src/model/steer/course.js';
import { runs } from '../../support/runs.js';

const metre = fc.integer({ min: 4, max: 28 });

test('as long as no bar is left out or comes again, ticks are those of the song', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.array(metre, { maxLength: 8 }), (first, metres) => {
      const course = new Course();
      let line = first;
      for (const ticksPerBar of metres) {
        for (let position = 0; position < ticksPerBar; position += 1) {
          const tick = line + position;
          course.reach({ tick, position, ticksPerBar });
          expect([course.of(tick), course.before]).toEqual([tick, tick - 1]);
        }
        line += ticksPerBar;
      }
    }),
    { seed: 5, numRuns: runs(100) },
  );
});

test('wherever the song jumps, the bar there follows the one before, and keeps its places', () => {
  const ticksPerBar = 16;
  const at = (tick: number) => ({ tick, position: tick % ticksPerBar, ticksPerBar });
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 2, maxLength: 12 }), (ticks) => {
      const course = new Course();
      let last = -1;
      for (const tick of ticks) {
        course.reach(at(tick));
        const now = course.of(tick);
        course.reach(at(tick));
        expect(course.of(tick)).toBe(now);
        expect(now % ticksPerBar).toBe(tick % ticksPerBar);
        if (last >= 0 && now !== last) {
          expect(now).toBeGreaterThan(last);
          const bars = Math.floor(now / ticksPerBar) - Math.floor(last / ticksPerBar);
          expect(bars).toBeLessThanOrEqual(1);
        }
        last = now;
      }
    }),
    { seed: 6, numRuns: runs(200) },
  );
});
