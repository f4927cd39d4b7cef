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
    expect(master.beat.status.state).toBe('waiting');
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

  test('Continue goes on where it was stopped, though the tempo had only just changed', () => {
    for (const bpm of [80, 97, 106, 150])
      for (let clocks = 1; clocks < 18; clocks += 1) {
        const master = new Master(clocks);
        master.start();
        master.beats(8);
        master.bpm = bpm;
        master.clocks(clocks);
        master.stop();
        master.beats(3);
        const { clock } = master;
        begun(master);
        master.goOn();
        master.beats(3);
        const [first] = begun(master);
        expect(first!.tick).toBe(Math.ceil(clock / sixteenth));
        const due = master.timeOf(first!.tick * sixteenth);
        expect(Math.abs(first!.at - due)).toBeLessThan(4000);
      }
  });

  test('a song position, stopped or playing, is where it goes on; no note is left over', () => {
    const master = new Master();
    master.jump(5 * 16 + 4);
    master.goOn();
    master.beats(3);
    expect(begun(master)[0]).toMatchObject({ tick: 84, bar: 5, tickInBar: 4 });
    master.jump(32);
    expect(master.rig.sounding).toBe(0);
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

  test('where it joins in, what follows its own clock is told the place: no Start but at the top', () => {
    const master = new Master();
    master.rig.conductor.setClockOut(true, master.rig.now);
    master.start();
    master.beats(2);
    master.beat.stop();
    master.clocks(10 * 24 + 2);
    master.rig.sent.length = 0;
    master.beat.start(master.rig.now);
    master.beats(1);
    const told = master.rig.sent.filter(([status]) => status > 0xf0);
    // Four clocks to the next sixteenth, as only those can be told.
    expect(told.slice(0, 7).map(([status]) => status)).toEqual([
      0xf8, 0xf8, 0xf8, 0xf8, 0xf2, 0xfb, 0xf8,
    ]);
    expect(told[4]).toEqual([0xf2, 49, 0]);
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

  test('without any clock it plays by hand at the tempo that is set, then and later', () => {
    const master = new Master();
    const gap = (): number => {
      master.rig.run(1_000_000);
      const [before, last] = begun(master).slice(-2);
      return last!.at - before!.at;
    };
    master.beat.choose('midi', 150, master.rig.now);
    master.beat.start(master.rig.now);
    expect(gap()).toBe(100_000);
    expect(master.beat.status.state).toBe('free-wheeling');
    expect(master.beat.status.bpm).toBeCloseTo(150, 9);
    master.beat.choose('midi', 200, master.rig.now);
    expect(gap()).toBe(75_000);
    master.beat.stop();
    master.beat.start(master.rig.now);
    expect(gap()).toBe(75_000);
  });

  test('a tempo that is set does nothing while there is a clock', () => {
    const master = new Master();
    master.start();
    master.beats(4);
    const { status } = master.beat;
    const { timeline } = master.rig.conductor;
    master.beat.choose('midi', 200, master.rig.now);
    expect(master.beat.status).toEqual(status);
    expect(master.rig.conductor.timeline).toEqual(timeline);
  });

  test('its own beat and the clock change places in mid-play, and no tick is lost or doubled', () => {
    const master = new Master();
    master.start();
    master.beats(4);
    master.beat.choose('internal', 140, master.rig.now);
    master.rig.run(2_000_000);
    expect(master.beat.status).toEqual({ state: 'internal', bpm: 140, other: 0 });
    master.beat.choose('midi', 140, master.rig.now);
    master.wait(master.rig.now + 10);
    master.silence(Math.ceil((master.rig.now - master.timeOf(master.clock)) / 20_833) + 1);
    master.beats(6);
    const ticks = begun(master);
    expect(ticks.map(({ tick }) => tick)).toEqual([...ticks.keys()]);
    const gaps = ticks.slice(1).map(({ at }, index) => at - ticks[index]!.at);
    expect(Math.min(...gaps)).toBeGreaterThan(60_000);
    expect(Math.max(...gaps)).toBeLessThan(260_000);
  });

  test.each(['began by itself', 'comes in for another process'])(
    'what %s is the song of the clock that comes: it is moved by it, and found again',
    (how) => {
      const master = new Master();
      const { beat, rig } = master;
      if (how === 'comes in for another process')
        beat.enter({ pulse: 9 * 3840, at: rig.now, bpm: 120 });
      else {
        beat.choose('internal', 120, rig.now);
        beat.start(rig.now);
        rig.run(18_000_000);
        beat.choose('midi', 120, rig.now);
      }
      master.wait(rig.now);
      master.silence(Math.ceil((rig.now - master.timeOf(master.clock)) / 20_833) + 1);
      master.beats(4);
      beat.stop();
      master.beats(4);
      const { tick } = begun(master).at(-1)!;
      beat.start(rig.now);
      master.beats(2);
      expect(Math.abs(begun(master).at(-1)!.tick - tick - 24)).toBeLessThan(2);
      master.jump(16 * 4);
      master.beats(2);
      expect(begun(master).at(-1)!.bar).toBe(4);
    },
  );

  test('what began by itself is where the clock’s machine goes on, which stood still until then', () => {
    const master = new Master();
    const { beat, rig } = master;
    beat.choose('internal', 120, rig.now);
    beat.start(rig.now);
    rig.run(4_000_000);
    beat.choose('midi', 120, rig.now);
    master.silence(Math.ceil((rig.now - master.timeOf(master.clock)) / 20_833) + 1);
    master.beats(4);
    master.jump(16 * 8);
    master.beats(6);
    master.goOn();
    begun(master);
    master.beats(4);
    expect(begun(master).slice(0, 2)).toMatchObject([
      { tick: 128, bar: 8, tickInBar: 0 },
      { tick: 129, bar: 8, tickInBar: 1 },
    ]);
    const clock = master.clock / sixteenth;
    master.goOn();
    master.beats(1);
    // A Continue beside one that plays is none.
    expect(begun(master)[0]!.tick).toBeGreaterThanOrEqual(clock - 1);
  });

  test('left while it waits for a first clock, it begins at once on its own', () => {
    const master = new Master();
    master.start();
    master.beat.choose('internal', 120, master.rig.now);
    master.rig.run(500_000);
    expect(begun(master).map(({ tick }) => tick)).toEqual([0, 1, 2, 3, 4]);
  });
});

test('a MIDI clock moves nothing where the beat is its own', () => {
  const ticks = [true, false].map((sends) => {
    const master = new Master();
    master.beat.choose('internal', 120, master.rig.now);
    master.beat.start(master.rig.now);
    master.bpm = 90;
    const end = master.rig.now + 8_000_000;
    if (sends) {
      master.start();
      master.beats(4);
      master.jump(64);
      master.beats(2);
      master.stop();
      expect(master.beat.status).toEqual({ state: 'internal', bpm: 120, other: 0 });
    }
    master.rig.run(end - master.rig.now);
    return begun(master);
  });
  expect(ticks[0]).toEqual(ticks[1]);
});
