import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Beat } from '../../../src/daemon/core/beat.js';
import type { Micros } from '../../../src/daemon/core/clock.js';
import { Rig } from '../../support/rig.js';

/** Of 120 BPM, in microseconds. */
const clock = 500_000 / 24;
const tick = 125_000;

interface Heard {
  readonly at: Micros;
  readonly bytes: readonly number[];
}

/** A rig that sends a clock, and what other machines hear of it, notes left out. */
function sender(options: ConstructorParameters<typeof Rig>[0] = {}) {
  const heard: Heard[] = [];
  const rig: Rig = new Rig({
    ...options,
    wire: (...bytes) => {
      if (bytes[0] >= 0xf0) heard.push({ at: rig.now, bytes });
    },
  });
  rig.conductor.setClockOut(true, rig.now);
  return { rig, heard };
}

const names: Readonly<Record<number, string>> = {
  0xf2: 'position',
  0xf8: 'clock',
  0xfa: 'start',
  0xfb: 'continue',
  0xfc: 'stop',
};
const kinds = (heard: readonly Heard[]) => heard.map(({ bytes }) => names[bytes[0]!]);
const clocks = (heard: readonly Heard[]) => heard.filter(({ bytes }) => bytes[0] === 0xf8);

function expectEven(heard: readonly Heard[], each = clock): void {
  const times = clocks(heard).map(({ at }) => at);
  times.slice(1).forEach((at, index) => {
    expect(Math.abs(at - times[index]! - each)).toBeLessThanOrEqual(1);
  });
}

describe('the clock that it sends', () => {
  test('is 24 a beat, stopped, starting, playing and stopping, and never uneven', () => {
    const { rig, heard } = sender();
    rig.run(1_000_003);
    rig.conductor.start(rig.now);
    rig.run(4_000_000);
    rig.conductor.stop();
    rig.run(1_000_000);
    rig.conductor.start(rig.now);
    rig.run(700_000);
    expectEven(heard);
    expect(clocks(heard).length).toBe(Math.floor(6_700_003 / clock));
  });

  test('has Start one clock ahead of the downbeat, and tick 0 on the clock after it', () => {
    const { rig, heard } = sender();
    rig.run(333_333);
    rig.conductor.start(rig.now);
    rig.run(1_000_000);
    const at = kinds(heard).indexOf('start');
    expect(heard[at + 1]!.at - heard[at]!.at).toBeGreaterThan(clock - 2);
    const downbeat = heard[at + 1]!.at;
    rig.ticks.forEach((begun) =>
      expect(Math.abs(begun.at - downbeat - begun.tick * tick)).toBeLessThanOrEqual(1),
    );
    expect(downbeat - 1_333_333).toBeLessThan(tick);
  });

  test('has Stop at once, and Continue with the position of the tick that comes next', () => {
    const { rig, heard } = sender();
    rig.conductor.start(rig.now);
    rig.run(21.2 * tick);
    rig.conductor.stop();
    expect(kinds(heard).at(-1)).toBe('stop');
    const next = rig.ticks.length;
    rig.run(1_000_000);
    rig.ticks.length = 0;
    rig.conductor.resume(rig.now);
    rig.run(tick * 4);
    const at = kinds(heard).lastIndexOf('position');
    expect(kinds(heard.slice(at, at + 3))).toEqual(['position', 'continue', 'clock']);
    expect(heard[at]!.bytes).toEqual([0xf2, next, 0]);
    expect(rig.ticks[0]).toMatchObject({ tick: next, at: heard[at + 2]!.at });
    expectEven(heard);
  });

  test('goes on from a sixteenth where its grid has others', () => {
    const { rig, heard } = sender({ grid: 12 });
    rig.conductor.start(rig.now);
    rig.run(900_000);
    rig.conductor.stop();
    rig.ticks.length = 0;
    rig.conductor.resume(rig.now);
    rig.run(1_000_000);
    const position = heard.find(({ bytes }) => bytes[0] === 0xf2)!.bytes[1]!;
    expect(rig.ticks[0]!.tick).toBe(Math.ceil((position * 3) / 4));
  });

  test('has Continue one clock before the place it speaks of, wherever its grid has ticks', () => {
    for (const grid of [8, 12, 24, 32, 96])
      for (let part = 1; part < 40; part += 1) {
        const { rig, heard } = sender({ grid });
        rig.conductor.start(rig.now);
        rig.run(1_000_000 + (part * 1_000_000) / 40);
        rig.conductor.stop();
        rig.run(part * 7000);
        rig.conductor.resume(rig.now);
        rig.run(1_000_000);
        const at = kinds(heard).lastIndexOf('continue');
        expect(kinds(heard.slice(at - 1, at + 2))).toEqual(['position', 'continue', 'clock']);
        const place = heard[at - 1]!.bytes[1]! * 240;
        expect(rig.conductor.timeline.pulseAt(heard[at + 1]!.at)).toBe(place);
      }
  });

  test('takes others along when it is turned on in mid-play, and lets them stop when off', () => {
    const rig = new Rig();
    const heard: Heard[] = [];
    rig.wire = (...bytes) => void heard.push({ at: rig.now, bytes });
    rig.conductor.start(rig.now);
    rig.run(10.4 * tick);
    rig.conductor.setClockOut(true, rig.now);
    rig.run(4 * tick);
    const real = heard.filter(({ bytes }) => bytes[0]! >= 0xf0);
    const at = kinds(real).indexOf('continue');
    const place = rig.ticks.find((begun) => begun.at === real[at + 1]!.at)!;
    expect(real[at - 1]!.bytes).toEqual([0xf2, place.tick, 0]);
    rig.conductor.setClockOut(false, rig.now);
    expect(heard.at(-1)!.bytes[0]).toBe(0xfc);
    const count = heard.filter(({ bytes }) => bytes[0] === 0xf8).length;
    rig.run(4 * tick);
    expect(heard.filter(({ bytes }) => bytes[0] === 0xf8).length).toBe(count);
  });

  test('keeps its phase through changes of tempo', () => {
    const { rig, heard } = sender();
    rig.conductor.start(rig.now);
    rig.run(1_000_000);
    rig.conductor.setTempo(60, rig.now);
    heard.length = 0;
    rig.run(2_000_000);
    expect(heard.length).toBe(48);
    const first = heard[0]!.at - (rig.now - 2_000_000);
    expect(first).toBeLessThanOrEqual(2 * clock + 1);
  });

  test('is not sent in a burst after a sleep, and leads nobody who was not led', () => {
    const { rig, heard } = sender();
    rig.run(500_000);
    heard.length = 0;
    rig.now += 10_000_000;
    rig.run(0);
    expect(heard.length).toBeLessThanOrEqual(2);
    rig.run(1_000_000);
    expect(new Set(kinds(heard))).toEqual(new Set(['clock']));
  });

  test.each([700, 2_000_000])(
    'after a sleep of ten seconds in mid-play, %i µs after the start, says where it goes on',
    (after) => {
      const { rig, heard } = sender();
      rig.run(500_000);
      rig.conductor.start(rig.now);
      rig.run(after);
      const led = kinds(heard).includes('start');
      heard.length = 0;
      rig.now += 10_000_003;
      rig.run(1_000_000);
      const told = heard.filter(({ bytes }) => bytes[0] !== 0xf8);
      expect(kinds(told)).toEqual([...(led ? ['stop'] : []), 'position', 'continue']);
      const at = kinds(heard).indexOf('continue');
      const place = rig.ticks.find((begun) => begun.at === heard[at + 1]!.at)!;
      expect(heard[at - 1]!.bytes).toEqual([0xf2, place.tick, 0]);
      // Not many at once, and even from then on.
      const burst = heard.filter((each) => each.at === heard[0]!.at && each.bytes[0] === 0xf8);
      expect(burst.length).toBeLessThanOrEqual(2);
      expectEven(heard.slice(at));
    },
  );

  test('takes along who was unplugged and is back, in its place, and disturbs no other', () => {
    const { rig } = sender({ ports: 2 });
    const [other, back] = rig.sentTo.map((sent) => () => sent.filter(([kind]) => kind >= 0xf0));
    rig.conductor.rejoin(1);
    rig.conductor.start(rig.now);
    rig.run(20.3 * tick);
    const before = back!().length;
    rig.conductor.rejoin(1);
    rig.run(8 * tick);
    const told = back!().slice(before);
    expect(told.map(([kind]) => names[kind]).filter((name) => name !== 'clock')).toEqual([
      ...['stop', 'position', 'continue'],
    ]);
    // The clock after Continue is the position's: six to a sixteenth.
    const clocks = back!().findIndex(([kind]) => kind === 0xfb);
    const start = back!().findIndex(([kind]) => kind === 0xfa);
    const played = back!()
      .slice(start, clocks)
      .filter(([kind]) => kind === 0xf8).length;
    expect(told.find(([kind]) => kind === 0xf2)).toEqual([0xf2, played / 6, 0]);
    expect(new Set(other!().map(([kind]) => names[kind]))).toEqual(new Set(['clock', 'start']));
  });

  test('is off unless asked for: nothing but notes is sent', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    rig.run(1_000_000);
    rig.conductor.stop();
    expect(rig.sent.every(([status]) => status < 0xf0)).toBe(true);
  });
});

describe('one ghostnote that follows another', () => {
  const action = fc.oneof(
    fc.constantFrom('start' as const, 'stop' as const, 'resume' as const),
    fc.integer({ min: 40, max: 240 }),
  );
  test('plays the same ticks at the same time', () => {
    const script = fc.array(fc.tuple(fc.nat(3_000_000), action), { maxLength: 8 });
    fc.assert(
      fc.property(script, (steps) => {
        const [leader, follower] = [new Rig(), new Rig()];
        const beat = new Beat(follower.conductor, 100);
        beat.choose('midi', 100, follower.now);
        leader.wire = (status, low, high) => {
          follower.run(leader.now - follower.now);
          beat.poll(follower.now);
          const kind = names[status] as Parameters<Beat['realTime']>[0] | undefined;
          if (kind !== undefined) beat.realTime(kind, low + 128 * high, leader.now);
          follower.run(0);
        };
        leader.conductor.setClockOut(true, leader.now);
        leader.run(1_000_000);
        for (const [pause, step] of [
          ...steps,
          [0, 'start'] as const,
          [9_000_000, 'stop'] as const,
        ]) {
          leader.run(pause);
          if (typeof step === 'number') leader.conductor.setTempo(step, leader.now);
          else leader.conductor[step](leader.now);
        }
        const last = leader.ticks.findLastIndex(({ tick: begun }) => begun === 0);
        const theirs = leader.ticks.slice(last).slice(-4);
        expect(theirs.length).toBe(4);
        for (const { tick: begun, at, bar } of theirs) {
          const ours = follower.ticks.findLast((one) => one.tick === begun)!;
          expect(ours.bar).toBe(bar);
          expect(Math.abs(ours.at - at)).toBeLessThan(2000);
        }
        expect(follower.conductor.playing).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
