import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { straight, type Swing, swung, swungNotes } from '../../../src/daemon/core/swing.js';
import { noteFaults } from '../../support/notes.js';
import { onset, Rig } from '../../support/rig.js';

/** At 120 BPM, in microseconds. */
const tick = 125_000;
const bar = 16 * tick;

function played(prepare: (rig: Rig) => void) {
  const rig = new Rig({ plan: (r) => onset(r.tick, [{ pitch: 38, offset: (r.tick % 3) / 8 }]) });
  prepare(rig);
  const from = rig.now;
  rig.conductor.start(rig.now);
  rig.run(2 * bar);
  return rig.notes.map(({ at, tick: k }) => [k, at - from] as const);
}

const plain = played(() => undefined);

describe('nudge', () => {
  test.each([-100, -30, 40, 100])(
    'of %i ms moves every note by so much, against the clock',
    (ms) => {
      const rig = new Rig();
      const clocks: number[] = [];
      rig.wire = (status) => {
        if (status === 0xf8) clocks.push(rig.now);
      };
      rig.conductor.setClockOut(true, rig.now);
      rig.conductor.setNudge(ms * 1000);
      rig.run(100_000);
      rig.conductor.start(rig.now);
      rig.run(2 * bar);
      expect(rig.notes.length).toBeGreaterThan(28);
      for (const { at, tick: k } of rig.notes.slice(1)) {
        const beat = at - ms * 1000 - (k % 4) * tick;
        if (k % 4 === 0) expect(clocks.some((clock) => Math.abs(clock - beat) <= 1)).toBe(true);
      }
    },
  );

  test('may change while it plays: no note is lost, doubled, or left sounding', () => {
    const nudges = fc.array(fc.tuple(fc.nat(700_000), fc.integer({ min: -100, max: 100 })));
    fc.assert(
      fc.property(nudges, (changes) => {
        const rig = new Rig();
        rig.conductor.start(rig.now);
        for (const [pause, ms] of changes) {
          rig.run(pause);
          rig.conductor.setNudge(ms * 1000);
        }
        rig.run(bar);
        expect(rig.notes.map(({ tick: k }) => k)).toEqual([...rig.notes.keys()]);
        rig.conductor.stop();
        expect(noteFaults(rig.sent)).toEqual({ stray: 0, restruck: 0, open: 0 });
      }),
      { numRuns: 50 },
    );
  });
});

describe('swing', () => {
  test('of 50 % is none: the same notes at the same microsecond', () => {
    expect(played((rig) => rig.conductor.setSwing(straight))).toEqual(plain);
  });

  test('makes every second tick late by its share, the others stay', () => {
    const rig = new Rig();
    rig.conductor.setSwing({ share: 2 / 3, notes: '16ths' });
    rig.conductor.start(rig.now);
    rig.run(2 * bar);
    const first = rig.notes[0]!.at;
    for (const { at, tick: k } of rig.notes) {
      const late = k % 2 === 0 ? 0 : tick / 3;
      expect(Math.abs(at - first - k * tick - late)).toBeLessThan(300);
    }
    expect(rig.conductor.counts).toMatchObject({ misses: 0, droppedNotes: 0 });
  });

  test.each([4, 8, 16, 32, 64])(
    'leaves no tick out of a grid of %i, however far it goes',
    (grid) => {
      for (const notes of swungNotes) {
        const rig = new Rig({ grid });
        rig.conductor.setSwing({ share: 0.75, notes });
        rig.conductor.start(rig.now);
        rig.run(2 * bar);
        expect(rig.ticks.map(({ tick: k }) => k)).toEqual([...rig.ticks.keys()]);
      }
    },
  );

  test.each([4, 8, 12, 16, 24])('moves no beat of a grid of %i', (grid) => {
    const beats = (swing: Swing): number[] => {
      const rig = new Rig({ grid });
      rig.conductor.setSwing(swing);
      rig.conductor.start(rig.now);
      rig.run(2 * bar);
      const first = rig.notes[0]!.at;
      const perBeat = grid / 4;
      return rig.notes.filter(({ tick: k }) => k % perBeat === 0).map(({ at }) => at - first);
    };
    const even = beats(straight);
    expect(even.length).toBeGreaterThan(6);
    for (const notes of swungNotes)
      beats({ share: 0.67, notes })
        .slice(0, even.length)
        .forEach((at, beat) => expect(Math.abs(at - even[beat]!)).toBeLessThanOrEqual(1));
  });

  test.each([
    ['16ths', 0.6, 5.2, 6],
    ['8ths', 2 / 3, 6 + 2 / 3, 7],
  ] as const)(
    'of %s is heard as it is played: who swings along is on the grid',
    (notes, share, played, asked) => {
      const rig = new Rig();
      rig.conductor.setSwing({ share, notes });
      rig.conductor.start(rig.now);
      rig.run(4.5 * tick);
      const first = rig.ticks[0]!.at;
      rig.conductor.hear(38, 100, first + played * tick, 9);
      rig.run(4 * tick);
      const heard = rig.requests[asked]!.heard!;
      expect(heard[0]!.offset).toBeCloseTo(0, 1);
    },
  );

  test('may change while it plays, from a beat on: each note comes once, in the swing that its beat began with', () => {
    const share = fc.double({ min: 0.5, max: 0.75, noNaN: true });
    const swing = fc.record({ share, notes: fc.constantFrom(...swungNotes) });
    const amounts = fc.array(fc.tuple(fc.nat(400_000), swing));
    fc.assert(
      fc.property(amounts, (changes) => {
        const rig = new Rig();
        rig.conductor.start(rig.now);
        const set: [at: number, swing: Swing][] = [[0, straight]];
        for (const [pause, swing] of changes) {
          rig.run(pause);
          rig.conductor.setSwing(swing);
          set.push([rig.now, swing]);
        }
        rig.run(bar);
        expect(rig.notes.map(({ tick: k }) => k)).toEqual([...rig.notes.keys()]);
        expect(rig.conductor.counts).toMatchObject({ misses: 0, latePlans: 0 });
        const first = rig.notes[0]!.at;
        for (const { at, tick: k } of rig.notes) {
          const beat = first + 4 * Math.floor(k / 4) * tick;
          // At the very instant of a beat a change may count or not.
          const [, swing] = set.findLast(([since]) => since < beat - 300)!;
          if (set.some(([since]) => Math.abs(since - beat) <= 300)) continue;
          expect(Math.abs(at - first - swung(k, swing, 4) * tick)).toBeLessThan(300);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('metre', () => {
  test('a bar of three has three beats, and the model is told the place in it', () => {
    const rig = new Rig({ beatsPerBar: 3 });
    rig.conductor.start(rig.now);
    rig.run(2 * bar);
    for (const { tick: k, bar: number, tickInBar } of rig.ticks) {
      expect([number, tickInBar]).toEqual([Math.floor(k / 12), k % 12]);
    }
    for (const { tick: k, position } of rig.requests) expect(position).toBe(k % 12);
  });

  test('changes on the next bar line', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    rig.run(5 * tick);
    rig.conductor.setBeatsPerBar(2);
    rig.run(2 * bar);
    const lines = rig.ticks.filter(({ tickInBar }) => tickInBar === 0).map(({ tick: k }) => k);
    expect(lines).toEqual([0, 16, 24, 32]);
  });

  test('is that of all parts on the same bar lines, whenever it is set and whatever their grids', () => {
    const grids = [
      [16, 12],
      [32, 4],
      [8, 24, 16],
    ];
    for (const some of grids)
      // Where in the bar parts ask for the next one at different times: before its end.
      for (let share = -12; share <= 2; share += 1) {
        const rig = new Rig({ parts: some.map((grid) => ({ grid })) });
        rig.conductor.start(rig.now);
        for (const beats of [3, 5, 2]) {
          rig.run(bar + (share * bar) / 64);
          rig.conductor.setBeatsPerBar(beats);
        }
        rig.run(4 * bar);
        const linesOf = (part: number) =>
          rig.ticks
            .filter((each) => each.part === part && each.tickInBar === 0)
            .map(({ tick: k, bar: number }) => [number, k / some[part]!]);
        const first = linesOf(0);
        expect(first.length).toBeGreaterThan(6);
        for (const part of some.keys()) expect(linesOf(part)).toEqual(first);
        const lengths = first.slice(1).map(([, line], at) => line! - first[at]![1]!);
        expect(new Set(lengths)).toEqual(new Set([4 / 4, 3 / 4, 5 / 4, 2 / 4]));
      }
  });
});

test.each([8, 12, 16, 24])(
  'what is played 2 ms before a tick of 1/%i is heard as that tick',
  (grid) => {
    const rig = new Rig({ grid });
    rig.conductor.start(rig.now);
    const long = 2_000_000 / grid;
    const first = rig.now + (9 / 16) * long;
    rig.run(first + 5 * long - 2000 - rig.now);
    rig.conductor.hear(38, 100, rig.now, 9);
    rig.run(long);
    const heard = rig.requests.find((request) => request.heard !== null)!;
    expect(heard.tick).toBe(6);
    expect(heard.heard![0]!.offset).toBeCloseTo(-2000 / long, 2);
  },
);

test('it goes on from where it stopped, with the window that it had', () => {
  const rig = new Rig();
  rig.conductor.resume(rig.now);
  rig.run(7.2 * tick);
  expect(rig.ticks.map(({ tick: k }) => k)).toEqual([...rig.ticks.keys()]);
  rig.conductor.stop();
  const next = rig.ticks.length;
  rig.run(bar);
  rig.conductor.resume(rig.now);
  rig.run(4 * tick);
  expect(rig.ticks[next]).toMatchObject({ tick: next, tickInBar: next });
  expect(new Set(rig.requests.map(({ take }) => take))).toEqual(new Set([1]));
});

describe('the place of a player in the song', () => {
  test('is beats from its top, without latency and swing', () => {
    const rig = new Rig();
    rig.conductor.setLatency(30_000);
    rig.conductor.setSwing({ share: 0.6, notes: '16ths' });
    rig.conductor.start(rig.now);
    rig.run(4 * bar);
    const { at: first } = rig.ticks[0]!;
    const beatAt = (ticks: number) => rig.conductor.beatAt(first + ticks * tick + 30_000);
    expect(beatAt(0)).toBeCloseTo(0, 2);
    expect(beatAt(16)).toBeCloseTo(4, 2);
    expect(beatAt(21.2)).toBeCloseTo(5.25, 2);
    expect(beatAt(15)).toBeLessThan(3.75);
  });

  test('is none where no music goes on, or it waits for a clock', () => {
    const rig = new Rig();
    const { conductor } = rig;
    expect(conductor.beatAt(rig.now)).toBeNaN();
    conductor.cue(0, true);
    expect(conductor.beatAt(rig.now)).toBeNaN();
    conductor.roll(conductor.timeline);
    expect(conductor.beatAt(rig.now)).not.toBeNaN();
    conductor.stop();
    expect(conductor.beatAt(rig.now)).toBeNaN();
  });
});

describe('latency', () => {
  test.each([0, 10, 30, 50])('of %i ms: who comes so late is heard on the grid', (ms) => {
    const rig = new Rig();
    rig.conductor.setLatency(ms * 1000);
    rig.conductor.start(rig.now);
    rig.run(2 * tick);
    const [first] = rig.ticks;
    rig.run(first!.at + 4 * tick + ms * 1000 - rig.now);
    rig.conductor.hear(38, 100, rig.now, 9);
    rig.run(2 * tick);
    const { heard } = rig.requests.find((request) => (request.heard ?? []).length > 0)!;
    expect(heard![0]!.offset).toBeCloseTo(0, 2);
  });

  test('moves nothing that it plays', () => {
    expect(played((rig) => rig.conductor.setLatency(50_000))).toEqual(plain);
  });
});
