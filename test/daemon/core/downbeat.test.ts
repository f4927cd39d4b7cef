import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noteFaults } from '../../support/notes.js';
import { Rig } from '../../support/rig.js';

/** At 120 BPM, in microseconds. */
const tick = 125_000;
const bar = 16 * tick;

/** The instants at which bars begin from now on. */
function barLines(rig: Rig, micros: number): number[] {
  rig.ticks.length = 0;
  rig.run(micros);
  return rig.ticks.filter(({ tickInBar }) => tickInBar === 0).map(({ at }) => at);
}

describe('a downbeat', () => {
  test('is where a bar begins, wherever the music was, and no note is left sounding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 5 * bar }),
        fc.integer({ min: 2, max: 7 }),
        (micros, beats) => {
          const rig = new Rig({ beatsPerBar: beats });
          rig.conductor.start(rig.now);
          rig.run(micros);
          const { now } = rig;
          rig.conductor.downbeat(now);
          const lines = barLines(rig, 2 * beats * 4 * tick);
          // A bar that was about to begin, or had just begun, is not begun again.
          const next = lines.find((at) => at > now + tick)!;
          expect(Math.abs(next - now - beats * 4 * tick)).toBeLessThanOrEqual(1);
          rig.conductor.stop();
          expect(noteFaults(rig.sent)).toEqual({ stray: 0, restruck: 0, open: 0 });
        },
      ),
    );
  });

  test('a little off moves the music, and it plays each tick once', () => {
    for (const off of [-20_000, 20_000]) {
      const rig = new Rig();
      rig.conductor.start(rig.now);
      const first = rig.now + (9 / 16) * tick;
      rig.run(first + 2 * bar + off - rig.now);
      rig.conductor.downbeat(rig.now);
      rig.run(bar);
      expect(rig.ticks.map((each) => each.tick)).toEqual([...rig.ticks.keys()]);
      expect(Math.abs(rig.ticks[36]!.at - (first + 36 * tick + off))).toBeLessThanOrEqual(1);
      expect(rig.conductor.counts.misses).toBe(0);
    }
  });

  test.each([
    [4, 3],
    [3, 4],
    [7, 2],
  ])('in the midst of a bar begins one of the metre that is set: %i, then %i', (before, beats) => {
    for (const share of [0.3, 0.5, 0.7]) {
      const rig = new Rig({ beatsPerBar: before });
      rig.conductor.start(rig.now);
      rig.run((1 + share) * before * 4 * tick);
      rig.conductor.setBeatsPerBar(beats);
      rig.conductor.downbeat(rig.now);
      const { now } = rig;
      const lines = barLines(rig, 2.5 * beats * 4 * tick);
      const bars = [0, 1, 2].map((bars) => now + bars * beats * 4 * tick);
      expect(lines.map((at, index) => Math.abs(at - bars[index]!) <= 1)).toEqual([
        true,
        true,
        true,
      ]);
    }
  });

  test('plays from there where nothing plays', () => {
    const rig = new Rig();
    rig.thinking = 2000;
    rig.conductor.downbeat(rig.now);
    const { now } = rig;
    rig.run(bar);
    expect(rig.ticks[1]).toMatchObject({ tick: 1, at: now + tick });
    expect(rig.notes[0]!.at).toBe(now + 2000);
  });
});
