import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Master } from '../../support/master.js';
import { noteFaults } from '../../support/notes.js';
import { onset } from '../../support/rig.js';

const sixteenth = 6;
const quiet = { stray: 0, restruck: 0, open: 0 };

/** What was begun, since the last look. */
function begun(master: Master) {
  return master.rig.ticks.splice(0);
}

describe('whatever another machine sends', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('clocks' as const), count: fc.nat(120) }),
    fc.record({ kind: fc.constant('silence' as const), count: fc.nat(60) }),
    fc.record({ kind: fc.constantFrom('start' as const, 'stop' as const, 'goOn' as const) }),
    fc.record({ kind: fc.constant('jump' as const), to: fc.nat(600) }),
    fc.record({ kind: fc.constant('tempo' as const), bpm: fc.integer({ min: 40, max: 240 }) }),
    fc.record({ kind: fc.constant('byHand' as const), play: fc.boolean() }),
    fc.record({ kind: fc.constant('whose' as const), midi: fc.boolean() }),
  );
  type Action = typeof action extends fc.Arbitrary<infer Each> ? Each : never;
  const script = fc.array(action, { maxLength: 25, size: 'max' });
  const setup = fc.record({
    seed: fc.nat(1000),
    jitter: fc.constantFrom(0, 1000, 5000),
    material: fc.constantFrom('drums' as const, 'notes' as const),
    grid: fc.constantFrom(8, 12, 16, 24),
  });

  function obey(master: Master, step: Action): void {
    const { beat, rig } = master;
    switch (step.kind) {
      case 'clocks':
        master.clocks(step.count);
        break;
      case 'silence':
        master.silence(step.count);
        break;
      case 'jump':
        master.jump(step.to);
        break;
      case 'tempo':
        master.bpm = step.bpm;
        break;
      case 'byHand':
        if (step.play) beat.start(rig.now);
        else beat.stop();
        break;
      case 'whose':
        beat.choose(step.midi ? 'midi' : 'internal', 120, rig.now);
        break;
      case 'start':
      case 'stop':
      case 'goOn':
        master[step.kind]();
        break;
    }
  }

  test('every note ends, and ticks go one by one but where the song was moved', () => {
    fc.assert(
      fc.property(script, setup, (steps, { seed, jitter, material, grid }) => {
        const master = new Master(seed, {
          material,
          grid,
          plan: ({ tick }) => onset(tick, [{ pitch: 36 + (tick % 5), offset: (tick % 7) / 20 }]),
        });
        master.jitter = jitter;
        for (const step of steps) {
          const from = begun(master).length;
          expect(from).toBe(0);
          const asked = master.rig.requests.length;
          obey(master, step);
          const ticks = begun(master);
          const moved = step.kind !== 'clocks' && step.kind !== 'silence';
          if (!moved) {
            ticks.slice(1).forEach(({ tick }, index) => expect(tick).toBe(ticks[index]!.tick + 1));
          }
          const requests = master.rig.requests.slice(asked).map(({ tick }) => tick);
          if (!moved) expect(new Set(requests).size).toBe(requests.length);
          for (const { bar, tickInBar, tick } of ticks) expect(bar * grid + tickInBar).toBe(tick);
          expect(noteFaults(master.rig.sent)).toMatchObject({ stray: 0, restruck: 0 });
        }
        master.beat.stop();
        expect(noteFaults(master.rig.sent)).toEqual(quiet);
        const { ledgers } = master.rig.conductor;
        expect(ledgers.notesOn).toBe(ledgers.notesOff);
      }),
      { numRuns: 80 },
    );
  });

  test('where the song was moved to, the ticks lie on its clocks', () => {
    const place = fc.nat(400);
    fc.assert(
      fc.property(place, place, fc.nat(500), fc.boolean(), (first, second, seed, stops) => {
        const master = new Master(seed);
        master.beats(2);
        master.jump(first);
        master.goOn();
        master.beats(5);
        if (stops) master.stop();
        master.clocks(7);
        begun(master);
        master.jump(second);
        if (stops) master.goOn();
        master.beats(6);
        const ticks = begun(master);
        expect(ticks[0]!.tick).toBe(second);
        for (const { tick, at } of ticks) {
          expect(Math.abs(at - master.timeOf(tick * sixteenth))).toBeLessThan(2500);
        }
      }),
      { numRuns: 60 },
    );
  });
});
