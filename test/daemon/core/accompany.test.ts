import { describe, expect, test } from 'vitest';
import { accompany, louder, unbent } from '../../../src/daemon/core/accompany.js';
import type { Busyness } from '../../../src/daemon/core/activity.js';
import { onset } from '../../support/rig.js';

const settings = { listen: 1, lead: 'follow' } as const;
const player: Busyness = { density: 2, loudness: 80, level: 80, swell: 0, quiet: 1 };
const inBar = (bar: number, tickInBar: number) => ({
  bar,
  tickInBar,
  ticksPerBar: 16,
  ticksPerBeat: 4,
  accent: 0,
});

test('eighths at a usual loudness ask for nothing', () => {
  expect(accompany(settings, player, inBar(0, 4))).toEqual(unbent);
});

test('busier asks for fuller, or for room', () => {
  const busy = { ...player, density: 4 };
  expect(accompany(settings, busy, inBar(0, 4)).density).toBe(0.7);
  expect(accompany({ ...settings, lead: 'make-room' }, busy, inBar(0, 4)).density).toBe(-0.7);
  expect(accompany(settings, { ...player, density: 1 }, inBar(0, 4)).density).toBe(-0.12);
  expect(accompany(settings, { ...player, density: 0.25 }, inBar(0, 4)).density).toBe(-0.36);
  expect(accompany(settings, { ...player, density: 16 }, inBar(0, 4)).density).toBe(0.7);
});

test('a drummer stresses what a player stresses, unless it makes room, or hears the very notes', () => {
  const at = { ...inBar(0, 4), accent: 0.8 };
  expect(accompany(settings, player, at)).toEqual({ ...unbent, accent: 0.8 });
  expect(accompany({ ...settings, listen: 0.5 }, player, at).accent).toBe(0.4);
  expect(accompany({ ...settings, lead: 'make-room' }, player, at).accent).toBe(0);
  expect(accompany(settings, player, at, { level: 80 }).accent).toBe(0);
  expect(accompany(settings, { ...player, quiet: 17 }, at).accent).toBe(0);
});

test('loudness follows the player, both ways', () => {
  const loudness = (velocity: number) =>
    accompany(settings, { ...player, loudness: velocity }, inBar(0, 4)).loudness;
  expect(loudness(120)).toBeGreaterThan(1.3);
  expect(loudness(40)).toBeLessThan(0.75);
  expect(loudness(60) * loudness(100)).toBeCloseTo(1);
});

describe('a player whose very notes it hears', () => {
  const at = inBar(0, 4);

  test('is followed by what it plays itself, and no further; to make room is not to follow', () => {
    const busy = { ...player, density: 4 };
    expect(accompany(settings, busy, at, { level: 80 })).toEqual(unbent);
    expect(accompany({ ...settings, lead: 'make-room' }, busy, at, { level: 80 }).density).toBe(
      -0.7,
    );
  });

  test('has it as loud as they are, of what it means to play; where it means nothing, as it is', () => {
    const factor = (level: number, own: number | null, listen = 1) =>
      accompany({ ...settings, listen }, { ...player, level }, at, { level: own }).loudness;
    expect(60 * factor(40, 60)).toBeCloseTo(40);
    expect(80 * factor(100, 80)).toBeCloseTo(100);
    expect(factor(120, 30)).toBe(2);
    expect(factor(1, 100)).toBe(0.5);
    expect(factor(50, 100, 0.5) ** 2).toBeCloseTo(0.5);
    expect(factor(50, null)).toBe(1);
  });
});

test('half an ear bends half as far, and none not at all', () => {
  const busy = { ...player, density: 4, loudness: 127, swell: 40 };
  const half = accompany({ ...settings, listen: 0.5 }, busy, inBar(0, 4));
  expect(half.density).toBe(0.35);
  expect(half.loudness ** 2).toBeCloseTo(accompany(settings, busy, inBar(0, 4)).loudness);
  expect(accompany({ ...settings, listen: 0 }, busy, inBar(3, 12))).toEqual(unbent);
});

test('a player who is silent for a bar asks for nothing', () => {
  const gone = { density: 0.25, loudness: 120, level: 120, swell: 0, quiet: 17 };
  expect(accompany(settings, gone, inBar(3, 12))).toEqual(unbent);
});

describe('a fill', () => {
  const fills = (changes: Partial<Busyness>, bar: number, tickInBar: number) =>
    accompany(settings, { ...player, ...changes }, inBar(bar, tickInBar)).fill;

  test('comes where a phrase of four bars ends in a gap, or after a crescendo', () => {
    expect(fills({ quiet: 4 }, 3, 12)).toBe(true);
    expect(fills({ swell: 20 }, 7, 8)).toBe(true);
  });

  test('does not come anywhere else', () => {
    expect(fills({ quiet: 4 }, 2, 12)).toBe(false);
    expect(fills({ quiet: 4 }, 3, 7)).toBe(false);
    expect(fills({ quiet: 4 }, 3, 13)).toBe(false);
    expect(fills({ quiet: 3, swell: 5 }, 3, 12)).toBe(false);
  });
});

test('a fader sets how loud a note is, from silence up; as long as it is heard at all it is a note', () => {
  const plan = onset(0, [{ pitch: 36, velocity: 100 }]);
  const velocities = [0, 0.001, 0.5, 1, 2].map((level) => louder(plan, level).notes[0]?.velocity);
  expect(velocities).toEqual([undefined, 1, 50, 100, 126]);
});

test('accents stay accents at any loudness, and it grows with the factor', () => {
  const velocities = [1, 20, 40, 60, 80, 100, 120, 127];
  const plan = onset(
    0,
    velocities.map((velocity) => ({ pitch: 36, velocity })),
  );
  let before = velocities;
  for (const factor of [1, 1.01, 1.2, 1.5, 1.7, 2]) {
    const loud = louder(plan, factor).notes.map(({ velocity }) => velocity);
    expect(loud).toEqual([...loud].sort((a, b) => a - b));
    expect(loud[7]).toBe(127);
    expect(loud[2]! - loud[1]!).toBeGreaterThanOrEqual(20);
    for (const accent of [3, 4, 5]) expect(loud[accent + 1]).toBeGreaterThan(loud[accent]!);
    loud.forEach((velocity, at) => expect(velocity).toBeGreaterThanOrEqual(before[at]!));
    before = loud;
  }
  expect(louder(plan, 1.5).notes[2]!.velocity).toBe(60);
});
