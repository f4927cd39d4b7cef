import { describe, expect, test } from 'vitest';
import { Timeline } from '../../../src/daemon/core/timeline.js';
import { onset, Rig } from '../../support/rig.js';

/** At 120 BPM, in microseconds. */
const tick = 125_000;
const bar = 16 * tick;

test('to start or to continue what plays changes nothing', () => {
  const played = (more: (rig: Rig) => void) => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    for (let times = 0; times < 5; times += 1) {
      rig.run(0.3 * bar);
      more(rig);
    }
    rig.run(bar);
    return [rig.ticks, rig.sent, rig.requests, rig.transports];
  };
  const once = played(() => undefined);
  expect(played((rig) => rig.conductor.start(rig.now))).toEqual(once);
  expect(played((rig) => rig.conductor.resume(rig.now))).toEqual(once);
});

test('to continue goes on with the take, to start begins another, whoever says so', () => {
  const rig = new Rig();
  const { conductor } = rig;
  const take = (begin: () => void): number => {
    begin();
    rig.run(tick);
    conductor.stop();
    return rig.requests.at(-1)!.take;
  };
  const line = () => new Timeline(120, 0, rig.now + tick);
  const first = take(() => conductor.resume(rig.now));
  expect(take(() => conductor.resume(rig.now))).toBe(first);
  expect(take(() => conductor.cue(960, false))).toBe(first);
  expect(take(() => conductor.launch(960, false, line()))).toBe(first);
  expect(take(() => conductor.start(rig.now))).toBe(first + 1);
  expect(take(() => conductor.cue(0, true))).toBe(first + 2);
  expect(take(() => conductor.launch(0, true, line()))).toBe(first + 3);
});

test('it tells that it plays when it begins, that it does not when it ends, and nothing twice', () => {
  const rig = new Rig();
  const { conductor } = rig;
  const told = (act: () => void): boolean[] => {
    rig.transports.length = 0;
    act();
    rig.run(tick);
    return [...rig.transports];
  };
  const line = () => new Timeline(120, 0, rig.now + tick);
  expect(told(() => conductor.stop())).toEqual([]);
  for (const begin of [
    () => conductor.start(rig.now),
    () => conductor.resume(rig.now),
    () => conductor.cue(0, true),
    () => conductor.launch(0, true, line()),
    () => conductor.downbeat(rig.now),
  ]) {
    expect(told(begin)).toEqual([true]);
    expect(told(() => conductor.cue(960, false))).toEqual([]);
    expect(told(() => conductor.launch(0, false, line()))).toEqual([]);
    expect(told(() => conductor.stop())).toEqual([false]);
    expect(told(() => conductor.stop())).toEqual([]);
    expect(told(begin)).toEqual([true]);
    expect(told(() => conductor.panic())).toEqual([false]);
  }
});

test('what stood and waited for another clock plays at once when it is started here', () => {
  const rig = new Rig();
  rig.conductor.cue(960, false);
  rig.run(bar);
  expect(rig.ticks).toEqual([]);
  rig.conductor.stop();
  rig.conductor.start(rig.now);
  rig.run(bar);
  expect(rig.ticks.length).toBeGreaterThan(14);
  expect(rig.ticks[0]).toMatchObject({ tick: 0 });
});

test('a plan that comes while nothing plays is nobody’s, and counted nowhere', () => {
  const rig = new Rig();
  rig.thinking = tick / 4;
  rig.conductor.start(rig.now);
  rig.run(tick / 8);
  rig.conductor.stop();
  rig.run(bar);
  expect(rig.notes).toEqual([]);
  expect(rig.conductor.counts).toMatchObject({ latePlans: 0, misses: 0, ticks: 0 });
});

describe('what sounds', () => {
  const line = (rig: Rig) => new Timeline(120, 0, rig.now + tick);
  test.each<[string, (rig: Rig) => void]>([
    ['stops', ({ conductor }) => conductor.stop()],
    ['is stopped in all it may have begun', ({ conductor }) => conductor.panic()],
    ['waits for another clock', ({ conductor }) => conductor.cue(960, false)],
    ['is to go on with others', (rig) => rig.conductor.launch(960, false, line(rig))],
    ['has its port again', ({ conductor }) => conductor.rejoin(0)],
  ])('ends where the music %s, at once', (_, act) => {
    const rig = new Rig({ material: 'notes', channel: 0 });
    rig.conductor.start(rig.now);
    rig.run(bar);
    expect(rig.sounding).toBe(1);
    act(rig);
    expect(rig.sounding).toBe(0);
  });

  test.each<[string, (rig: Rig) => void]>([
    ['panic', ({ conductor }) => conductor.panic()],
    ['a port that is there again', ({ conductor }) => conductor.rejoin(0)],
  ])('ends on every channel at %s, whatever began it', (_, act) => {
    const rig = new Rig();
    act(rig);
    const allNotesOff = rig.sent.filter(([, control]) => control === 123);
    expect(new Set(allNotesOff.map(([status]) => status))).toEqual(
      new Set(Array.from({ length: 16 }, (_, channel) => 0xb0 + channel)),
    );
  });
});

test('who goes on with others asks at once, and plays on their timeline though it waited for a clock', () => {
  const rig = new Rig();
  rig.conductor.cue(0, true);
  rig.requests.length = 0;
  const from = rig.now + tick;
  rig.conductor.launch(960, false, new Timeline(120, 960, from));
  expect(rig.requests.map((request) => request.tick)).toEqual([4]);
  rig.run(bar);
  expect(rig.ticks[0]).toMatchObject({ tick: 4, at: from });
  expect(rig.ticks.length).toBeGreaterThan(14);
});

test('what had not begun when the music jumps never does', () => {
  const rig = new Rig({ plan: ({ tick: at }) => onset(at, [{ pitch: 42, offset: 0.45 }]) });
  rig.conductor.start(rig.now);
  rig.run((9 / 16 + 8) * tick + 1);
  expect(rig.ticks.at(-1)).toMatchObject({ tick: 8 });
  rig.conductor.cue(0, true);
  rig.conductor.roll(new Timeline(120, 0, rig.now));
  rig.notes.length = 0;
  rig.run(bar);
  expect(rig.notes.map((note) => note.tick)).toEqual(rig.notes.map((_, index) => index));
  expect(rig.notes.length).toBeGreaterThan(14);
});
