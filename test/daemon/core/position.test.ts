import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Position } from '../../../src/daemon/core/position.js';

/** Sixteenths in 4/4: a tick is 240 pulses, a bar 3840. */
const sixteenths = () => new Position(16, 4);

test('the next tick is the first that is written at or after where the music is to be', () => {
  fc.assert(
    fc.property(fc.nat(100_000), (pulse) => {
      const position = sixteenths();
      position.locate(pulse);
      expect(position.pulse).toBeGreaterThanOrEqual(pulse);
      expect(position.pulse - pulse).toBeLessThan(240);
      const { bar, tickInBar } = position.place;
      expect((bar * 16 + tickInBar) * 240).toBe(position.pulse);
    }),
  );
});

test('ticks that went by whole are passed over and counted, and none before the next', () => {
  const position = sixteenths();
  position.locate(0);
  // Just before tick 1, at it, and where tick 21 begins.
  expect(position.reach(239 / 240)).toBe(0);
  position.next();
  expect([position.reach(0), position.reach(479 / 240)]).toEqual([0, 0]);
  expect(position.tick).toBe(1);
  expect(position.reach(21)).toBe(20);
  expect(position).toMatchObject({ tick: 21, pulse: 21 * 240, place: { bar: 1, tickInBar: 5 } });
});

test('of the lines of its bar the nearer counts, the next one from the middle on', () => {
  const position = sixteenths();
  position.locate(3840);
  const middle = 1.5 * 3840;
  expect([3840, middle - 1, middle, 7680].map((pulse) => position.barLineNear(pulse))).toEqual([
    ...[3840, 3840],
    ...[7680, 7680],
  ]);
});

test('another metre is that of the next bar: until then the bar is as long as it was', () => {
  const position = sixteenths();
  position.locate(3840);
  position.setBeatsPerBar(3);
  expect([position.ticksPerBar, position.barPulses]).toEqual([16, 2880]);
  expect(position.barLineNear(7000)).toBe(7680);
  position.reach(32);
  expect(position.ticksPerBar).toBe(12);
  expect(position.barLineNear(10_000)).toBe(10_560);
});
