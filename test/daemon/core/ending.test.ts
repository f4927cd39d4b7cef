import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noteFaults } from '../../support/notes.js';
import { onset, Rig, type RigOptions, silent } from '../../support/rig.js';

/** At 120 BPM, in microseconds. */
const beat = 500_000;
const tick = beat / 4;

/** Music that has played for so long. */
function played(micros: number, options: RigOptions = {}): Rig {
  const rig = new Rig(options);
  rig.conductor.start(rig.now);
  rig.run(micros);
  return rig;
}

/** Runs until it is over, and gives after how long. */
function runOut(rig: Rig, longest = 20 * beat): number {
  const from = rig.now;
  while (!rig.conductor.isOver && rig.now < from + longest) rig.run(1000);
  return rig.now - from;
}

describe('told to end', () => {
  test('each part plays all up to the next bar line and the first of that bar, and nothing after', () => {
    const grids = [{ grid: 16 }, { grid: 24 }, { grid: 12 }];
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 40 * beat }),
        fc.integer({ min: 2, max: 7 }),
        (micros, beatsPerBar) => {
          const rig = played(micros, { beatsPerBar, parts: grids });
          rig.conductor.end(rig.now);
          runOut(rig);
          for (const [part, { grid }] of grids.entries()) {
            const ticks = rig.notes.filter((note) => note.part === part).map((note) => note.tick);
            const ticksPerBar = (grid / 4) * beatsPerBar;
            expect(ticks).toEqual([...ticks.keys()]);
            expect(ticks.at(-1)! % ticksPerBar).toBe(0);
            expect((ticks.at(-1)! * 4 * beat) / grid).toBeGreaterThan(micros - 2 * tick);
            expect((ticks.at(-1)! * 4 * beat) / grid).toBeLessThan(micros + beatsPerBar * beat);
          }
          rig.conductor.stop();
          expect(noteFaults(rig.sent)).toEqual({ stray: 0, restruck: 0, open: 0 });
          expect(rig.conductor.counts.misses).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('each part tells its model which tick is the last, in the request for it', () => {
    const rig = played(700_000, { parts: [{ grid: 16 }, { grid: 24 }] });
    rig.conductor.end(rig.now);
    runOut(rig);
    const told = rig.requests.filter(({ orders }) => orders.some(({ kind }) => kind === 'last'));
    expect(told.map(({ part, tick }) => [part, tick])).toEqual([
      [0, 16],
      [1, 24],
    ]);
  });

  test('a moment after a bar line it ends with that one', () => {
    const line = (9 / 16) * tick + 8 * beat;
    for (const [after, last] of [
      [20_000, 32],
      [45_000, 32],
      [80_000, 48],
    ] as const) {
      // The plan of the next tick comes after that moment, before it, or not at all.
      for (const thinking of [0, 40_000, Infinity]) {
        const rig = played(line + after);
        rig.thinking = thinking;
        rig.conductor.end(rig.now);
        runOut(rig);
        const { tick } = rig.notes.at(-1)!;
        expect(tick).toBe(thinking === Infinity ? Math.min(tick, last) : last);
      }
    }
  });

  test('it is over a beat later, or after a bar where something sounds that long', () => {
    const after = (options: RigOptions) => {
      const rig = played(700_000, options);
      rig.conductor.end(rig.now);
      runOut(rig, 8 * beat);
      const last = rig.ticks.find(({ tick }) => tick === 16)!;
      return Math.round((rig.now - last.at) / beat);
    };
    expect(after({})).toBe(1);
    const held = ({ tick }: { readonly tick: number }) =>
      tick % 16 === 0 ? onset(tick, [{ pitch: 60 }]) : silent(tick, 'hold');
    expect(after({ material: 'notes', plan: held })).toBe(4);
  });

  test('said twice it ends where it was to; told to play on it does; a new start knows of no end', () => {
    const rig = played(700_000);
    rig.conductor.end(rig.now);
    rig.run(3 * beat);
    rig.conductor.end(rig.now);
    runOut(rig);
    expect(rig.notes.at(-1)).toMatchObject({ tick: 16 });
    for (const again of [
      ({ conductor }: Rig) => conductor.playOn(),
      ({ conductor, now }: Rig) => {
        conductor.stop();
        conductor.start(now);
      },
    ]) {
      const other = played(700_000);
      other.conductor.end(other.now);
      again(other);
      expect(runOut(other)).toBe(20 * beat);
    }
  });

  test('while it waits for a clock it is over at once; where nothing plays nothing is', () => {
    const rig = new Rig();
    rig.conductor.end(rig.now);
    expect(rig.conductor.isOver).toBe(false);
    rig.conductor.cue(0, true);
    rig.conductor.end(rig.now);
    expect(rig.conductor.isOver).toBe(true);
  });
});
