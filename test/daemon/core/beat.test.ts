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

describe('on a MIDI clock', () => {
  test('it plays with Start and not before: tick 0 with the first clock, each tick with its clock', () => {
    const master = new Master();
    master.beats(8);
    expect(master.rig.requests).toEqual([]);
    master.start();
    master.beats(8);
    const ticks = begun(master);
    expect(ticks.length).toBe(32);
    for (const { tick, bar, tickInBar, at } of ticks) {
      expect([bar * 16 + tickInBar, ticks[tick]!.tick]).toEqual([tick, tick]);
      const limit = tick < 2 ? 2500 : 1200;
      expect(Math.abs(at - master.timeOf(tick * sixteenth))).toBeLessThan(limit);
    }
    expect(master.rig.conductor.counts).toMatchObject({ misses: 0, droppedNotes: 0 });
  });

  test('the first note is there although there was no time to ask for it', () => {
    const master = new Master(2, {
      plan: ({ tick }) => onset(tick, [{ pitch: 36, offset: -0.2 }]),
    });
    master.rig.thinking = 4000;
    master.beats(4);
    master.start();
    master.beats(1);
    const [first] = master.rig.notes;
    expect(first!.tick).toBe(0);
    expect(first!.at - master.timeOf(0)).toBeLessThan(6000);
    expect(master.rig.conductor.counts.misses).toBe(0);
  });

  test('a Start without clocks before it begins with the first clock', () => {
    const master = new Master();
    master.bpm = 100;
    master.start();
    master.rig.run(500_000);
    expect(begun(master)).toEqual([]);
    master.wait(master.timeOf(0));
    master.beats(8);
    const ticks = begun(master);
    expect(ticks.map(({ tick }) => tick)).toEqual([...ticks.keys()]);
    expect(Math.abs(ticks.at(-1)!.at - master.timeOf(ticks.at(-1)!.tick * sixteenth))).toBeLessThan(
      1500,
    );
  });

  test('Stop ends every note, Continue goes on with the very next tick', () => {
    const master = new Master();
    master.start();
    master.clocks(10 * sixteenth);
    master.stop();
    expect(noteFaults(master.rig.sent)).toEqual(quiet);
    const before = begun(master);
    expect(before.at(-1)!.tick).toBe(9);
    master.beats(3);
    expect(begun(master)).toEqual([]);
    master.goOn();
    master.beats(4);
    const after = begun(master);
    expect(after[0]!.tick).toBe(10);
    expect(after.map(({ tick }) => tick)).toEqual(after.map((_, index) => 10 + index));
    expect(master.rig.requests.every(({ take }) => take === 1)).toBe(true);
  });

  test('a song position, stopped or playing, is where it goes on; no note is left over', () => {
    const master = new Master();
    master.jump(5 * 16 + 4);
    master.goOn();
    master.beats(3);
    expect(begun(master)[0]).toMatchObject({ tick: 84, bar: 5, tickInBar: 4 });
    master.jump(32);
    expect(master.rig.conductor.ledgers.sounding).toBe(0);
    master.beats(2);
    const ticks = begun(master);
    expect(ticks[0]).toMatchObject({ tick: 32, bar: 2, tickInBar: 0 });
    expect(ticks.map(({ tick }) => tick)).toEqual(ticks.map((_, index) => 32 + index));
  });

  test('a song position between two ticks of a triplet grid waits for the next tick', () => {
    const master = new Master(1, { grid: 12 });
    master.jump(1);
    master.goOn();
    master.beats(2);
    expect(begun(master)[0]).toMatchObject({ tick: 1, bar: 0, tickInBar: 1 });
  });

  test('while the clock is silent the music goes on, and it is where the clock is when that comes back', () => {
    const master = new Master();
    master.start();
    master.beats(8);
    begun(master);
    master.silence(4 * 24);
    expect(master.beat.status.state).toBe('free-wheeling');
    const alone = begun(master);
    expect(alone.length).toBeGreaterThan(14);
    alone.forEach(({ tick, at }) =>
      expect(Math.abs(at - master.timeOf(tick * sixteenth))).toBeLessThan(3000),
    );
    master.beats(4);
    expect(master.beat.status.state).toBe('following');
    const back = begun(master);
    back.forEach(({ tick, at }) =>
      expect(Math.abs(at - master.timeOf(tick * sixteenth))).toBeLessThan(3000),
    );
    expect(back[0]!.tick).toBe(alone.at(-1)!.tick + 1);
  });

  test('it can be stopped by hand, and joins in again where the song is', () => {
    const master = new Master();
    master.start();
    master.beats(2);
    master.beat.stop();
    begun(master);
    master.clocks(5 * 24 + 2);
    expect(begun(master)).toEqual([]);
    master.beat.start(master.rig.now);
    master.beats(1);
    const [first] = begun(master);
    expect(first!.tick).toBe(29);
    expect(Math.abs(first!.at - master.timeOf(29 * sixteenth))).toBeLessThan(1500);
  });

  test('it plays by hand with a clock that never says Start, on its tempo and on its clocks', () => {
    const master = new Master();
    master.bpm = 90;
    master.beats(4);
    master.beat.start(master.rig.now);
    master.beats(8);
    const ticks = begun(master);
    expect(ticks[0]).toMatchObject({ tick: 0, tickInBar: 0 });
    const gap = (ticks.at(-1)!.at - ticks[8]!.at) / (ticks.length - 9);
    expect(gap).toBeCloseTo(60e6 / 90 / 4, -3);
    const clock = 60e6 / 90 / 24;
    const phase = (ticks.at(-1)!.at - master.timeOf(0)) / clock;
    expect(Math.abs(phase - Math.round(phase))).toBeLessThan(0.06);
  });

  test('without any clock it plays by hand at the tempo that is set', () => {
    const master = new Master();
    master.beat.choose(true, 150, master.rig.now);
    master.beat.start(master.rig.now);
    master.rig.run(1_000_000);
    const ticks = begun(master);
    expect(ticks[5]!.at - ticks[4]!.at).toBe(100_000);
    expect(master.beat.status.state).toBe('free-wheeling');
    expect(master.beat.status.bpm).toBeCloseTo(150, 9);
  });

  test('its own beat and the clock change places in mid-play, and no tick is lost or doubled', () => {
    const master = new Master();
    master.start();
    master.beats(4);
    master.beat.choose(false, 140, master.rig.now);
    master.rig.run(2_000_000);
    expect(master.beat.status).toEqual({ state: 'internal', bpm: 140, other: 0 });
    master.beat.choose(true, 140, master.rig.now);
    master.wait(master.rig.now + 10);
    master.silence(Math.ceil((master.rig.now - master.timeOf(master.clock)) / 20_833) + 1);
    master.beats(6);
    const ticks = begun(master);
    expect(ticks.map(({ tick }) => tick)).toEqual([...ticks.keys()]);
    const gaps = ticks.slice(1).map(({ at }, index) => at - ticks[index]!.at);
    expect(Math.min(...gaps)).toBeGreaterThan(60_000);
    expect(Math.max(...gaps)).toBeLessThan(260_000);
  });

  test('left while it waits for a first clock, it begins at once on its own', () => {
    const master = new Master();
    master.start();
    master.beat.choose(false, 120, master.rig.now);
    master.rig.run(500_000);
    expect(begun(master).map(({ tick }) => tick)).toEqual([0, 1, 2, 3, 4]);
  });
});

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
  const script = fc.array(action, { maxLength: 25 });
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
        beat.choose(step.midi, 120, rig.now);
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
      { numRuns: 120 },
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
