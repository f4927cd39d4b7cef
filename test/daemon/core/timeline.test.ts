import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ppq, pulsesPerTick, Timeline } from '../../../src/daemon/core/timeline.js';

const bpm = fc.double({ min: 20, max: 300, noNaN: true });
const micros = fc.integer({ min: 0, max: 1e13 });
const dayOfPulses = 24 * 60 * 300 * ppq;
const pulse = fc.integer({ min: -dayOfPulses, max: dayOfPulses });
const timeline = fc
  .tuple(bpm, pulse, micros)
  .map(([tempo, pulseOrigin, timeOrigin]) => new Timeline(tempo, pulseOrigin, timeOrigin));

test('pulseAt is the inverse of microsAt', () => {
  fc.assert(
    fc.property(timeline, pulse, (line, at) => {
      expect(line.pulseAt(line.microsAt(at))).toBe(at);
    }),
  );
});

test('every instant lies in its pulse, from its first microsecond to the next one’s', () => {
  fc.assert(
    fc.property(timeline, fc.integer({ min: -1e11, max: 1e11 }), (line, delta) => {
      const instant = line.timeOrigin + delta;
      const at = line.pulseAt(instant);
      expect(line.microsAt(at)).toBeLessThanOrEqual(instant);
      expect(line.microsAt(at + 1)).toBeGreaterThan(instant);
    }),
  );
});

test('no tick of a whole day drifts by a microsecond', () => {
  for (const tempo of [97, 120, 137]) {
    const line = new Timeline(tempo, 0, 123);
    const perTick = pulsesPerTick(16);
    const ticks = 24 * 60 * tempo * 4;
    let wrong = 0;
    for (let tick = 0; tick <= ticks; tick += 1) {
      const exact = (BigInt(tick) * BigInt(perTick) * 62_500n) / BigInt(tempo);
      if (line.microsAt(tick * perTick) !== 123 + Number(exact)) wrong += 1;
    }
    expect(wrong).toBe(0);
    expect(line.microsAt(ticks * perTick)).toBe(123 + 24 * 60 * 60 * 1e6);
  }
});

test('a change of tempo keeps the phase: the pulse it falls in keeps its instant', () => {
  fc.assert(
    fc.property(timeline, bpm, fc.integer({ min: 0, max: 1e10 }), (line, tempo, delta) => {
      const at = line.timeOrigin + delta;
      const changed = line.withTempo(tempo, at);
      const current = line.pulseAt(at);
      expect(changed.bpm).toBe(tempo);
      expect(changed.microsAt(current)).toBe(line.microsAt(current));
    }),
  );
});

test('a tick of every usual grid is a whole number of pulses', () => {
  for (const grid of [4, 8, 12, 16, 24, 32, 48, 64]) {
    expect(Number.isInteger(pulsesPerTick(grid))).toBe(true);
  }
  expect(pulsesPerTick(16)).toBe(240);
});
