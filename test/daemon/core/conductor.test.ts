import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noteFaults } from '../../support/notes.js';
import { controls, onset, Rig, silent } from '../../support/rig.js';

/** At 120 BPM, in microseconds. */
const tick = 125_000;
const bar = 16 * tick;
const quiet = { stray: 0, restruck: 0, open: 0 };

describe('whatever happens', () => {
  const seed = fc.nat(1000);
  const action = fc.oneof(
    fc.record({ kind: fc.constantFrom('start' as const, 'stop' as const, 'panic' as const) }),
    fc.record({ kind: fc.constant('tempo' as const), bpm: fc.integer({ min: 20, max: 300 }) }),
    fc.record({ kind: fc.constant('channel' as const), channel: fc.nat(15) }),
    fc.record({
      kind: fc.constant('thinking' as const),
      micros: fc.oneof(fc.nat(400_000), fc.constant(0), fc.constant(Infinity)),
    }),
    fc.record({ kind: fc.constant('key' as const), pitch: fc.nat(127) }),
    fc.record({ kind: fc.constant('sleep' as const), micros: fc.nat(3_000_000) }),
  );
  const script = fc.array(fc.tuple(fc.nat(700_000), action), { maxLength: 25, size: 'max' });

  test.each(['drums', 'notes'] as const)('every note-on has one note-off (%s)', (material) => {
    fc.assert(
      fc.property(script, seed, (steps, salt) => {
        const rig = new Rig({
          material,
          plan: ({ tick: at }) => {
            const dice = ((at + salt) * 7919) % 11;
            if (dice > 8) return silent(at, dice === 9 ? 'hold' : 'rest');
            const offset = (dice - 4) / 9;
            return onset(at, [{ pitch: 36, offset }, { pitch: 36 + dice }, { pitch: 42, offset }]);
          },
        });
        const { conductor } = rig;
        conductor.start(rig.now);
        for (const [pause, step] of steps) {
          rig.run(pause);
          if (step.kind === 'tempo') conductor.setTempo(step.bpm, rig.now);
          else if (step.kind === 'channel') rig.set({ channel: step.channel });
          else if (step.kind === 'thinking') rig.thinking = step.micros;
          else if (step.kind === 'key') conductor.hear(step.pitch, 64, rig.now, 9);
          else if (step.kind === 'sleep') rig.now += step.micros;
          else conductor[step.kind](rig.now);
        }
        expect(noteFaults(rig.sent)).toMatchObject({ stray: 0, restruck: 0 });
        conductor.stop();
        expect(noteFaults(rig.sent)).toEqual(quiet);
        expect(conductor.ledgers.notesOn).toBe(conductor.ledgers.notesOff);
        expect(conductor.advance(rig.now)).toBe(Infinity);
      }),
      { numRuns: 150 },
    );
  });

  test('it says when it will next be heard: when a note begins or a clock is sent, and at nothing else', () => {
    const offset = fc.double({ min: -0.49, max: 0.49, noNaN: true });
    fc.assert(
      fc.property(fc.array(offset, { minLength: 1, maxLength: 9 }), fc.boolean(), (at, clock) => {
        const rig = new Rig({
          plan: ({ tick: n }) => onset(n, [{ pitch: 38, offset: at[n % at.length]! }]),
        });
        let heard = 0;
        const early: number[] = [];
        rig.wire = (status, _, velocity) => {
          if (status !== 0xf8 && !((status & 0xf0) === 0x90 && velocity > 0)) return;
          heard += 1;
          early.push(rig.told - rig.now);
        };
        rig.conductor.setClockOut(clock, rig.now);
        rig.conductor.start(rig.now);
        rig.run(bar);
        expect(heard).toBeGreaterThan(clock ? 100 : 14);
        // What is to be heard when it starts, nobody could say before.
        const known = early.filter((micros) => micros < Infinity);
        expect(heard - known.length).toBeLessThan(3);
        for (const micros of known) expect(micros).toBeCloseTo(0, 3);
      }),
    );
  });

  test('notes stay on time while the tempo wanders, as long as plans are', () => {
    const offset = fc.double({ min: -0.49, max: 0.49, noNaN: true });
    const bpm = fc.integer({ min: 20, max: 300 });
    fc.assert(
      fc.property(fc.array(bpm, { maxLength: 6 }), offset, (tempos, at) => {
        const rig = new Rig({ plan: (r) => onset(r.tick, [{ pitch: 38, offset: at }]) });
        rig.conductor.start(rig.now);
        for (const tempo of tempos) {
          rig.run(bar);
          rig.conductor.setTempo(tempo, rig.now);
        }
        rig.run(bar);
        const { misses, latePlans, droppedNotes } = rig.conductor.counts;
        expect([misses, latePlans, droppedNotes]).toEqual([0, 0, 0]);
        // A jump to a faster tempo can leave less than the lead before the next tick.
        const late = rig.notes.filter((note) => note.at > note.due);
        expect(late.length).toBeLessThanOrEqual(tempos.length);
        expect(rig.notes.length).toBeGreaterThan(14);
      }),
    );
  });
});

describe('in time', () => {
  test('tick k begins k ticks after the first, and its notes at their offset from it', () => {
    const rig = new Rig({ plan: (r) => onset(r.tick, [{ pitch: 38, offset: 0.25 }]) });
    rig.conductor.start(rig.now);
    const first = rig.now + (9 / 16) * tick;
    rig.run(4 * bar);
    rig.ticks.forEach(({ at, tick: k }) => expect(at).toBe(Math.floor(first + k * tick)));
    rig.notes.forEach(({ at, tick: k }) => expect(at).toBe(Math.floor(first + (k + 0.25) * tick)));
    expect(rig.ticks.map(({ tick: k }) => k)).toEqual([...rig.ticks.keys()]);
    expect(rig.ticks.length).toBeGreaterThan(63);
  });

  test('a change of tempo keeps the phase: the tick goes on from where it was', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    const first = rig.now + (9 / 16) * tick;
    rig.now = first + 4 * tick;
    rig.conductor.advance(first + 4 * tick);
    rig.conductor.setTempo(60, first + 4 * tick);
    rig.ticks.length = 0;
    rig.run(4 * tick);
    expect(rig.ticks.map(({ at }) => Math.round(at - first))).toEqual([6 * tick, 8 * tick]);
  });

  test('ends come before beginnings of the same instant', () => {
    const rig = new Rig({
      // The gate of a note a quarter of a tick early ends a quarter after its tick.
      plan: (r) =>
        onset(
          r.tick,
          r.tick % 2 === 0
            ? [
                { pitch: 36, offset: -0.25 },
                { pitch: 38, offset: 0.25 },
              ]
            : [],
        ),
    });
    rig.conductor.start(rig.now);
    rig.run(2 * tick);
    const ons = rig.sent.slice(0, 3);
    expect(ons).toEqual([
      [0x99, 36, 64],
      [0x89, 36, 0],
      [0x99, 38, 64],
    ]);
  });

  test('a drum is held for half a tick', () => {
    const rig = new Rig({ plan: (r) => onset(r.tick, r.tick === 0 ? [{ pitch: 36 }] : []) });
    rig.conductor.start(rig.now);
    rig.run((9 / 16) * tick + tick / 2 - 1);
    expect(rig.sounding).toBe(1);
    rig.run(1);
    expect(rig.sounding).toBe(0);
  });
});

describe('notes that sustain', () => {
  const plans = ['C', 'HOLD', 'E', 'REST', 'HOLD', 'C'];
  const rig = new Rig({
    material: 'notes',
    channel: 0,
    plan: ({ tick: at }) => {
      const name = plans[at] ?? 'REST';
      if (name === 'REST') return silent(at, 'rest');
      return name === 'HOLD' ? silent(at, 'hold') : onset(at, [{ pitch: name === 'C' ? 60 : 64 }]);
    },
  });

  test('sound over holds, until the next notes or a rest', () => {
    rig.conductor.start(rig.now);
    rig.run((9 / 16) * tick);
    const sounding = [];
    for (let at = 0; at < 7; at += 1) {
      sounding.push(rig.sounding);
      rig.run(tick);
    }
    expect(sounding).toEqual([1, 1, 1, 0, 0, 1, 0]);
    expect(rig.sent.slice(0, 4)).toEqual([
      [0x90, 60, 64],
      [0x80, 60, 0],
      [0x90, 64, 64],
      [0x80, 64, 0],
    ]);
  });
});

describe('a live player', () => {
  test('is heard a tick later, with the offset; for a beat after it, as silence', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    const first = rig.now + (9 / 16) * tick;
    rig.run((9 / 16) * tick + 4.25 * tick);
    rig.conductor.hear(38, 100, first + 4.25 * tick, 9);
    rig.run(20 * tick);
    const heard = rig.requests.slice(0, 10).map((request) => request.heard);
    expect(heard.slice(0, 5)).toEqual([null, null, null, null, null]);
    expect(heard[5]).toEqual([{ pitch: 38, velocity: 100, offset: 0.25 }]);
    expect(heard.slice(6)).toEqual([[], [], [], null]);
    expect(rig.requests[6]!.held).toBe(true);
    expect(rig.ticks[5]!.heard).toBe(true);
  });
});

describe('a request', () => {
  test('carries the settings as they stand when it is made', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    rig.run(3.5 * tick);
    const before = rig.requests.length;
    rig.set({ controls: { ...controls, temperature: 0.3 } });
    rig.run(2 * tick);
    const told = rig.requests.map((request) => request.controls.temperature);
    expect(told.slice(0, before)).toEqual(Array(before).fill(1));
    expect(told.slice(before)).toEqual([0.3, 0.3]);
  });

  test('carries each order once, in order, eight at most', () => {
    const rig = new Rig();
    const order = (a: number) => ({ kind: 'forget', a, b: 0 }) as const;
    for (let a = 0; a < 10; a += 1) rig.part.order(order(a));
    rig.conductor.start(rig.now);
    rig.run(3 * tick);
    expect(rig.requests.map(({ orders }) => orders.map(({ a }) => a))).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [8, 9],
      [],
      [],
    ]);
  });

  test('keeps the orders that a dead model had no room for, in order', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    rig.run(2 * tick);
    rig.hasRoom = false;
    for (const a of [1, 2]) {
      rig.part.order({ kind: 'recall', a, b: 0 });
      rig.run(2 * tick);
    }
    rig.hasRoom = true;
    rig.run(2 * tick);
    const told = rig.requests.map(({ orders }) => orders.map(({ a }) => a));
    expect(told.filter((orders) => orders.length > 0)).toEqual([[1, 2]]);
  });
});

describe('the transport', () => {
  test('starts from the top of a bar, and once', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    rig.run(4.9 * tick);
    rig.conductor.start(rig.now);
    rig.run(4.9 * tick);
    expect(rig.requests.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    rig.conductor.stop();
    rig.conductor.start(rig.now);
    rig.run(tick / 2);
    expect(rig.requests.at(-1)).toMatchObject({ take: 2, tick: 0, position: 0, heard: null });
  });

  test('stops at once: nothing is due any more', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    rig.run(bar);
    rig.conductor.stop();
    const count = rig.sent.length;
    rig.run(bar);
    expect(rig.sent).toHaveLength(count);
    expect(noteFaults(rig.sent)).toEqual(quiet);
  });

  test('a change of channel ends what sounds on the old one', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    rig.run((9 / 16) * tick);
    rig.set({ channel: 3 });
    expect(rig.sent.slice(0, 2)).toEqual([
      [0x99, 42, 64],
      [0x89, 42, 0],
    ]);
    rig.run(tick);
    expect(rig.sent.at(-1)![0]).toBe(0x93);
  });
});
