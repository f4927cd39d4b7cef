import { expect, test } from 'vitest';
import { onset, plainMode, Rig } from '../../support/rig.js';

const tick = 125_000;

test('the hands of a tap lie as far apart as was meant, the first of them on the tap', () => {
  const rig = new Rig({
    mode: { ...plainMode, mode: 'shadow' },
    plan: ({ tick: at }) =>
      onset(at, [
        { pitch: 36, offset: 0.1 },
        { pitch: 42, offset: -0.15 },
      ]),
  });
  rig.conductor.start(rig.now);
  while (rig.ticks.at(-1)?.tick !== 4) rig.run(1000);
  const tapped = rig.ticks.at(-1)!.at + tick / 4;
  rig.run(tapped - rig.now);
  rig.conductor.hear(60, 120, tapped, 0);
  rig.run(tick);
  const [hat, kick] = rig.notes;
  expect([hat!.note.pitch, hat!.at, hat!.note.offset]).toEqual([42, tapped, 0.25]);
  expect(kick!.note.pitch).toBe(36);
  expect(Math.abs(kick!.at - tapped - tick / 4)).toBeLessThanOrEqual(1);
  // And so it is told to the window.
  expect(rig.requests.at(-1)!.played!.notes.map(({ offset }) => offset)).toEqual([0.49, 0.25]);
});

test('a tap is as loud as the fader of its part has it, and the window is told of the tap alone', () => {
  const plan = ({ tick }: { readonly tick: number }) =>
    onset(tick, [
      { pitch: 36, velocity: 100 },
      { pitch: 42, velocity: 50 },
    ]);
  const rig = new Rig({ mode: { ...plainMode, mode: 'shadow' }, plan });
  rig.conductor.start(rig.now);
  for (const level of [0.5, 0]) {
    rig.run(1_000_000);
    rig.set({ level });
    rig.conductor.hear(60, 100, rig.now, 0);
  }
  rig.run(1_000_000);
  expect(rig.notes.map(({ note }) => note.velocity)).toEqual([50, 25]);
  const told = rig.requests.flatMap(({ played }) => played?.notes ?? []);
  expect(told.map(({ velocity }) => velocity)).toEqual([100, 50, 100, 50]);
});

test('no note of a chord begins after its key was let go, or after the next tap', () => {
  const rig = new Rig({
    ...{ material: 'notes', channel: 0, mode: { ...plainMode, mode: 'shadow' } },
    plan: ({ tick: at }) => onset(at, [{ pitch: 60 }, { pitch: 64, offset: 0.4 }]),
  });
  const hear = (velocity: number): void => rig.conductor.hear(20, velocity, rig.now, 0);
  const pitches = (): number[] => rig.notes.splice(0).map(({ note }) => note.pitch);
  rig.conductor.start(rig.now);
  rig.run(10 * tick);
  hear(90);
  rig.run(tick / 4);
  hear(90);
  rig.run(tick);
  expect(pitches()).toEqual([60, 60, 64]);
  hear(90);
  rig.run(tick / 4);
  hear(0);
  rig.run(4 * tick);
  expect(pitches()).toEqual([60]);
  expect(rig.sounding).toBe(0);
});

test('a tick begins with a hold while a melody that was tapped sounds on, and drums never do', () => {
  const tokens = (material: 'drums' | 'notes'): string[] => {
    const rig = new Rig({
      ...{ material, channel: 0, mode: { ...plainMode, mode: 'shadow' } },
      plan: ({ tick: at }) => onset(at, [{ pitch: 60 }]),
    });
    rig.conductor.start(rig.now);
    while (rig.ticks.at(-1)?.tick !== 4) rig.run(1000);
    for (const velocity of [90, 0]) {
      rig.run(tick / 2);
      rig.conductor.hear(20, velocity, rig.now, 0);
      rig.run(2.5 * tick);
    }
    return rig.ticks.slice(3).map(({ token }) => token);
  };
  expect(tokens('notes').join(' ')).toBe('REST REST HOLD HOLD HOLD REST REST REST');
  expect(new Set(tokens('drums'))).toEqual(new Set(['REST']));
});

test('a tap of a pad is held for a beat, or until the next, however soon the pad comes up', () => {
  const rig = new Rig({
    ...{ material: 'notes', channel: 0, mode: { ...plainMode, mode: 'shadow' } },
    plan: ({ tick: at }) => onset(at, [{ pitch: 60 }]),
  });
  const sounding = (ticks: number): number => {
    rig.run(ticks * tick);
    return rig.sounding;
  };
  const tap = (): void => {
    for (const velocity of [90, 0]) rig.conductor.hear(38, velocity, rig.now, 9);
  };
  rig.conductor.start(rig.now);
  rig.run(10.25 * tick);
  tap();
  expect([sounding(3), sounding(3)]).toEqual([1, 0]);
  tap();
  expect(sounding(3)).toBe(1);
  tap();
  expect([sounding(3), sounding(3)]).toEqual([1, 0]);
  expect(rig.notes).toHaveLength(3);
});
