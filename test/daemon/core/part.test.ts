import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TakeRequest } from '../../../src/daemon/core/conductor-output.js';
import { noteFaults } from '../../support/notes.js';
import { controls, onset, plainMode, Rig, silent } from '../../support/rig.js';

/** A beat at 120 BPM, in microseconds. */
const beat = 500_000;
const bar = 4 * beat;
const quiet = { stray: 0, restruck: 0, open: 0 };

/** Each part plays something of its own, by the numbers of its request alone. */
function varied({ part, tick }: TakeRequest) {
  const dice = ((tick + 5 * part) * 7919) % 11;
  if (dice > 8) return silent(tick, dice === 9 ? 'hold' : 'rest');
  const offset = (dice - 4) / 9;
  return onset(tick, [{ pitch: 36, offset }, { pitch: 36 + dice }, { pitch: 42, offset }]);
}

const band = [
  { grid: 16, material: 'drums', channel: 9 },
  { grid: 12, material: 'notes', channel: 9 },
  { grid: 24, material: 'drums', channel: 2 },
  { grid: 8, material: 'notes', channel: 2 },
] as const;

describe('parts of several grids', () => {
  test('stay on one clock: each tick begins at its pulse, all bars at once', () => {
    const rig = new Rig({ parts: band });
    rig.conductor.start(rig.now);
    rig.run(50 * bar);
    const first = rig.ticks[0]!.at;
    expect(rig.ticks.slice(0, 4).map(({ part, tick, at }) => [part, tick, at])).toEqual(
      band.map((_, part) => [part, 0, first]),
    );
    for (const { part, tick, at, bar: number, tickInBar } of rig.ticks) {
      const { grid } = band[part]!;
      expect(Math.abs(at - first - (tick * bar) / grid)).toBeLessThanOrEqual(1);
      expect(number * grid + tickInBar).toBe(tick);
    }
    const counts = band.map((_, part) => rig.ticks.filter((each) => each.part === part).length);
    expect(counts[2]).toBeGreaterThan(24 * 49);
    expect(Math.abs(counts[0]! / counts[2]! - 16 / 24)).toBeLessThan(0.01);
    expect(rig.conductor.counts).toMatchObject({ misses: 0, droppedNotes: 0 });
  });

  test('go on together from where they stopped, no tick twice or left out', () => {
    const rig = new Rig({ parts: band });
    rig.conductor.start(rig.now);
    for (let times = 0; times < 9; times += 1) {
      rig.run(0.37 * bar);
      rig.conductor.stop();
      rig.run(beat);
      rig.conductor.resume(rig.now);
    }
    rig.run(bar);
    for (const [part, { grid }] of band.entries()) {
      const ticks = rig.ticks.filter((each) => each.part === part).map(({ tick }) => tick);
      expect(new Set(ticks).size).toBe(ticks.length);
      // What lies between where it stopped and the sixteenth it goes on from is not played.
      const gaps = ticks.map((tick, index) => tick - (ticks[index - 1] ?? -1) - 1);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(grid / 8);
    }
  });

  test('a part plays the same in company as alone', () => {
    const played = (parts: typeof band | readonly (typeof band)[number][], index: number) => {
      const rig = new Rig({ parts, plan: (r) => varied({ ...r, part: r.part === index ? 0 : 1 }) });
      rig.conductor.start(rig.now);
      rig.run(8 * bar);
      const mine = rig.notes.filter(({ part }) => part === index);
      const top = rig.ticks.find(({ part }) => part === index)!.at;
      return mine.map(({ tick, note, at }) => ({ tick, note, at: at - top }));
    };
    for (const [index, options] of band.entries()) {
      const together = played(band, index);
      const alone = played([options], 0);
      const common = Math.min(together.length, alone.length);
      expect(common).toBeGreaterThan(60);
      // An instant is rounded down from an origin, which is another in company.
      const music = ({ tick, note }: (typeof alone)[number]) => ({ tick, note });
      expect(together.slice(0, common).map(music)).toEqual(alone.slice(0, common).map(music));
      const apart = alone.slice(0, common).map(({ at }, k) => Math.abs(at - together[k]!.at));
      expect(Math.max(...apart)).toBeLessThanOrEqual(1);
    }
  });
});

describe('parts with MIDI ports of their own', () => {
  const parts = [{ port: 0 }, { port: 1 }, { port: 0, channel: 2 }];

  test('play each to its port, where each note-on has its note-off, though the keys be the same', () => {
    const rig = new Rig({ parts, ports: 2, plan: (request) => varied({ ...request, part: 0 }) });
    rig.conductor.start(rig.now);
    rig.run(8 * bar);
    rig.conductor.stop();
    const [first, second] = rig.sentTo.map((sent) => sent.filter(([status]) => status === 0x99));
    expect(first!.length).toBeGreaterThan(100);
    expect(second).toEqual(first);
    expect(rig.sentTo[1]!.some(([status]) => (status & 0x0f) === 2)).toBe(false);
    for (const sent of rig.sentTo) expect(noteFaults(sent)).toEqual(quiet);
  });

  test('go on where another port is let go, whose notes end there', () => {
    const rig = new Rig({ parts, ports: 2, material: 'notes' });
    rig.conductor.start(rig.now);
    rig.run(bar);
    const before = rig.sentTo[0]!.length;
    rig.conductor.ledgers.of(1).flush();
    expect(noteFaults(rig.sentTo[1]!)).toEqual(quiet);
    expect(rig.sentTo[0]!.length).toBe(before);
    expect(rig.sounding).toBe(2);
  });

  test('all send the clock', () => {
    const rig = new Rig({ parts, ports: 2 });
    rig.conductor.setClockOut(true, rig.now);
    rig.conductor.start(rig.now);
    rig.run(bar);
    const [first, second] = rig.sentTo.map((sent) => sent.filter(([status]) => status >= 0xf8));
    expect(first!.length).toBeGreaterThan(90);
    expect(second).toEqual(first);
  });
});

test('each part is as much later or earlier as its delay, no more than the model has time for, and no tick is missed', () => {
  for (const [tempo, early] of [
    [120, 40_000],
    [300, 16_000],
  ] as const) {
    const rig = new Rig({
      tempo,
      parts: [{}, {}, {}],
      plan: ({ tick }) => onset(tick, [{ pitch: 42 }]),
    });
    rig.set({ delay: 30_000 }, 1);
    rig.set({ delay: -40_000 }, 2);
    rig.conductor.start(rig.now);
    rig.run(8 * bar);
    rig.conductor.stop();
    const at = (part: number, tick: number) =>
      rig.notes.find((note) => note.part === part && note.tick === tick)!.at;
    for (let tick = 1; tick < 60; tick += 1) {
      expect(Math.abs(at(1, tick) - at(0, tick) - 30_000)).toBeLessThan(300);
      expect(Math.abs(at(0, tick) - at(2, tick) - early)).toBeLessThan(300);
    }
    expect(rig.conductor.counts).toMatchObject({ misses: 0, droppedNotes: 0 });
    expect(noteFaults(rig.sent)).toEqual(quiet);
  }
});

test('each part hears the player of its channel, or everybody', () => {
  const hears = (channel: number) => ({
    mode: { ...plainMode, mode: 'trade' as const, hears: channel },
  });
  const rig = new Rig({ parts: [hears(0), hears(1), hears(3)] });
  rig.conductor.start(rig.now);
  rig.run(bar / 2);
  rig.conductor.hear(60, 90, rig.now, 0);
  rig.run(beat);
  rig.conductor.hear(64, 90, rig.now, 2);
  rig.run(beat);
  const heard = (part: number) =>
    rig.requests
      .filter((request) => request.part === part)
      .flatMap((request) => (request.heard ?? []).map(({ pitch }) => pitch));
  expect([0, 1, 2].map(heard)).toEqual([[60, 64], [60], [64]]);
});

describe('a part among others', () => {
  const mine = { plan: ({ tick, part }: TakeRequest) => onset(tick, [{ pitch: 40 + part }]) };
  const two = { ...mine, parts: [{ channel: 1 }, { channel: 1 }] };

  test('that is muted ends what sounds, at once, and plays on in silence', () => {
    const rig = new Rig({ ...two, material: 'notes' });
    rig.conductor.start(rig.now);
    rig.run(bar);
    expect(rig.sounding).toBe(2);
    rig.set({ muted: true }, 1);
    expect(rig.sent.at(-1)).toEqual([0x81, 41, 0]);
    const [requests, notes] = [rig.requests.length, rig.notes.length];
    rig.run(bar);
    expect(rig.requests.length - requests).toBe(32);
    expect(new Set(rig.notes.slice(notes).map(({ part }) => part))).toEqual(new Set([0]));
    rig.set({ muted: false }, 1);
    rig.run(beat);
    expect(rig.notes.at(-1)!.part).toBe(1);
  });

  test('that leaves a channel quiets it only where no other plays', () => {
    const rig = new Rig({ ...two, material: 'notes' });
    rig.conductor.start(rig.now);
    rig.run(bar);
    rig.sent.length = 0;
    rig.set({ channel: 4 }, 0);
    expect(rig.sent).toEqual([[0x81, 40, 0]]);
    rig.set({ channel: 5 }, 1);
    expect(rig.sent.slice(1)).toEqual([
      [0x81, 41, 0],
      [0xb1, 64, 0],
      [0xb1, 123, 0],
      [0xb1, 120, 0],
    ]);
  });

  test('that is muted leaves alone what rings on of another drummer on its channel', () => {
    const rig = new Rig(two);
    rig.conductor.start(rig.now);
    // Between two ticks: all keys are up.
    rig.run(bar + beat / 16);
    expect(rig.sounding).toBe(0);
    rig.sent.length = 0;
    rig.set({ muted: true }, 1);
    rig.set({ channel: 5 }, 1);
    expect(rig.sent).toEqual([]);
    rig.set({ muted: true }, 0);
    expect(rig.sent.map(([status]) => status)).toEqual([0xb1, 0xb1, 0xb1]);
  });

  test('has settings and orders of its own', () => {
    const rig = new Rig({ parts: [{}, {}] });
    rig.set({ controls: { ...controls, temperature: 0.2 } }, 1);
    rig.conductor.parts[1]!.order({ kind: 'forget', a: 0, b: 0 });
    rig.conductor.start(rig.now);
    rig.run(beat / 8);
    const told = rig.requests.map((r) => [r.part, r.controls.temperature, r.orders.length]);
    expect(told).toEqual([
      [0, 1, 0],
      [1, 0.2, 1],
    ]);
  });

  test('whose model does not answer falls back alone', () => {
    const rig = new Rig({
      ...two,
      plan: (r) => onset(r.part === 1 && r.tick > 15 ? -1 : r.tick, [{ pitch: 40 + r.part }]),
    });
    rig.conductor.start(rig.now);
    rig.run(2 * bar);
    expect(rig.ticks.filter(({ missed }) => missed).every(({ part }) => part === 1)).toBe(true);
    expect(rig.conductor.counts.fallbacks).toBeGreaterThan(14);
    expect(rig.notes.filter(({ part, tick }) => part === 1 && tick > 15).length).toBeGreaterThan(
      14,
    );
  });
});

test('every note-on has one note-off, whatever the parts are told', () => {
  const part = fc.nat(band.length - 1);
  const action = fc.oneof(
    fc.record({ kind: fc.constantFrom('start' as const, 'stop' as const, 'resume' as const) }),
    fc.record({ kind: fc.constant('mute' as const), part, muted: fc.boolean() }),
    fc.record({ kind: fc.constant('channel' as const), part, channel: fc.constantFrom(2, 9) }),
    fc.record({ kind: fc.constant('tempo' as const), bpm: fc.integer({ min: 20, max: 300 }) }),
    fc.record({ kind: fc.constant('cue' as const), pulse: fc.nat(9000) }),
  );
  const script = fc.array(fc.tuple(fc.nat(900_000), action), { maxLength: 25, size: 'max' });
  fc.assert(
    fc.property(script, (steps) => {
      const rig = new Rig({ parts: band, plan: varied });
      const { conductor } = rig;
      conductor.start(rig.now);
      for (const [pause, step] of steps) {
        rig.run(pause);
        if (step.kind === 'mute') rig.set({ muted: step.muted }, step.part);
        else if (step.kind === 'channel') rig.set({ channel: step.channel }, step.part);
        else if (step.kind === 'tempo') conductor.setTempo(step.bpm, rig.now);
        else if (step.kind === 'cue') {
          conductor.cue(step.pulse, false);
          rig.run(pause);
          conductor.roll(conductor.timeline);
        } else conductor[step.kind](rig.now);
      }
      expect(noteFaults(rig.sent)).toMatchObject({ stray: 0, restruck: 0 });
      conductor.stop();
      expect(noteFaults(rig.sent)).toEqual(quiet);
      expect(conductor.ledgers.notesOn).toBe(conductor.ledgers.notesOff);
      expect(conductor.advance(rig.now)).toBe(Infinity);
    }),
    { numRuns: 80 },
  );
});
