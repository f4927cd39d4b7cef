import { describe, expect, test } from 'vitest';
import { Timeline } from '../../../src/daemon/core/timeline.js';
import { onset, plainMode, Rig } from '../../support/rig.js';

/** At 120 BPM, in microseconds. */
const tick = 125_000;
const bar = 16 * tick;

describe('where the music begins again', () => {
  test.each(['start', 'resume'] as const)(
    'nothing was played in place of the plan before it (%s)',
    (again) => {
      const rig = new Rig();
      rig.thinking = Infinity;
      rig.conductor.start(rig.now);
      rig.run(2 * tick);
      expect(rig.conductor.counts.misses).toBeGreaterThan(0);
      rig.conductor.stop();
      rig.requests.length = 0;
      rig.conductor[again](rig.now);
      rig.run(tick / 4);
      expect(rig.requests).toMatchObject([{ played: null }]);
    },
  );

  test('what a player did before is not heard at the same place', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    rig.run(6 * tick);
    rig.conductor.hear(38, 100, rig.now, 9);
    rig.conductor.stop();
    rig.requests.length = 0;
    rig.conductor.start(rig.now);
    rig.run(bar);
    expect(rig.requests.length).toBeGreaterThan(14);
    expect(rig.requests.filter(({ heard }) => (heard ?? []).length > 0)).toEqual([]);
  });

  test('the first plan may be late after the start of another machine, and not after its own', () => {
    const late = (begin: (rig: Rig) => void): number => {
      const rig = new Rig();
      rig.conductor.cue(0, true);
      rig.conductor.stop();
      // The tick is 9/16 of a tick after it is asked for.
      rig.thinking = (9 / 16 + 1 / 8) * tick;
      begin(rig);
      rig.run(tick);
      return rig.notes.filter((note) => note.tick === 0).length;
    };
    expect(late((rig) => rig.conductor.start(rig.now))).toBe(0);
    const another = late((rig) => {
      rig.thinking = tick / 8;
      rig.conductor.cue(0, true);
      rig.conductor.roll(new Timeline(120, 0, rig.now));
    });
    expect(another).toBe(1);
  });
});

test('who is told that another machine will play asks at once, and does not wait for its clock', () => {
  const rig = new Rig({ parts: [{}, {}] });
  rig.conductor.cue(960, false);
  expect(rig.requests.map((request) => [request.part, request.tick])).toEqual([
    [0, 4],
    [1, 4],
  ]);
});

test('a tick for which nothing is asked is no miss, whatever the one before it was', () => {
  const rig = new Rig();
  rig.thinking = Infinity;
  rig.conductor.start(rig.now);
  rig.run(8 * tick);
  rig.set({ mode: { ...plainMode, mode: 'continue' } });
  rig.run(2 * bar);
  expect(rig.turns.at(-1)).toMatchObject({ mode: 'continue', turn: 'waits' });
  expect(rig.ticks.map((begun) => begun.missed)).toEqual(rig.ticks.map((begun) => begun.tick < 16));
  expect(rig.conductor.counts).toMatchObject({ misses: 16, fallbacks: 0 });
});

test('a key does nothing while the music stands still', () => {
  const rig = new Rig({ mode: { ...plainMode, mode: 'shadow' } });
  rig.conductor.start(rig.now);
  rig.run(bar);
  rig.conductor.hear(60, 100, rig.now, 0);
  const tapped = rig.notes.length;
  expect(tapped).toBe(1);
  rig.conductor.stop();
  rig.run(tick);
  rig.conductor.hear(60, 100, rig.now, 0);
  rig.run(tick);
  expect(rig.notes).toHaveLength(tapped);
  expect(rig.sounding).toBe(0);
});

test('a part has its settings from the first note on', () => {
  const plan = ({ tick: at }: { readonly tick: number }) =>
    onset(at, [{ pitch: 36, velocity: 80 }]);
  const rig = new Rig({ parts: [{ muted: true }, { level: 0.5 }, { delay: 20_000 }], plan });
  rig.conductor.start(rig.now);
  rig.run(bar);
  const of = (part: number) => rig.notes.filter((note) => note.part === part);
  expect(of(0)).toEqual([]);
  expect(new Set(of(1).map(({ note }) => note.velocity))).toEqual(new Set([40]));
  expect(Math.round((of(2)[0]!.at - of(1)[0]!.at) / 1000)).toBe(20);
});

test('a nudge comes by an eighth of the shortest tick at each tick of the first part, and no faster', () => {
  const rig = new Rig({ parts: [{}, { grid: 24 }] });
  rig.conductor.start(rig.now);
  rig.run(bar);
  rig.conductor.setNudge(100_000);
  rig.run(2 * bar);
  const begun = rig.ticks.filter(({ part }) => part === 0).map(({ at }) => at);
  const longer = begun.slice(1).map((at, index) => Math.round((at - begun[index]!) / 100) - 1250);
  const eased = longer.slice(longer.findIndex((more) => more > 1));
  expect(eased.slice(0, 11)).toEqual([...Array<number>(9).fill(104), 62, 0]);
});
