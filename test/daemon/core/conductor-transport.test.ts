import { expect, test } from 'vitest';
import { Timeline } from '../../../src/daemon/core/timeline.js';
import { Rig } from '../../support/rig.js';

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
