import { expect, test } from 'vitest';
import { Activity } from '../../../src/daemon/core/activity.js';

/** Plays an onset on each of these ticks. */
function played(ticks: readonly number[], velocity = 80): Activity {
  const activity = new Activity(4);
  for (const tick of ticks) activity.noteOn(velocity, tick);
  return activity;
}

const every = (step: number, from: number, to: number): number[] =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, at) => from + at * step);

test('density is onsets a beat over the last four beats', () => {
  expect(played(every(2, 0, 32)).before(32).density).toBe(2);
  expect(played(every(1, 0, 32)).before(32).density).toBe(4);
  expect(played([]).before(31)).toMatchObject({ density: 0, loudness: null, quiet: Infinity });
});

test('notes struck together are one onset, as loud as the loudest', () => {
  const activity = played([16]);
  activity.noteOn(110, 16.2);
  activity.noteOn(40, 15.9);
  expect(activity.before(17)).toMatchObject({ density: 1 / 4, loudness: 110 });
});

test('loudness is that of the last four onsets, the level that of all in four beats', () => {
  const activity = played(every(1, 0, 10), 40);
  for (const tick of every(1, 10, 12)) activity.noteOn(100, tick);
  expect(activity.before(12)).toMatchObject({ loudness: 70, level: 50 });
  expect(played([]).before(31).level).toBeNull();
});

test('to stop is not to play less; after two bars all is forgotten, and the time since is told', () => {
  const activity = played(every(2, 0, 16));
  expect(activity.before(22)).toMatchObject({ density: 2, quiet: 8 });
  expect(activity.before(48)).toMatchObject({ density: 0, loudness: null, quiet: 34 });
});

test('a swell is how much louder a bar is than the one before it', () => {
  const activity = played(every(2, 0, 16), 60);
  for (const tick of every(2, 16, 32)) activity.noteOn(90, tick);
  expect(activity.before(32).swell).toBe(30);
  expect(played(every(2, 16, 32), 90).before(32).swell).toBe(0);
});

test('a note for a tick long gone changes nothing, and one ahead counts', () => {
  const activity = played([100]);
  activity.noteOn(127, 3);
  expect(activity.before(101)).toMatchObject({ density: 1 / 4, loudness: 80 });
  expect(activity.last).toBe(100);
});

test('after a jump nothing was played yet', () => {
  const activity = played([3, 5]);
  activity.clear(640);
  expect(activity.before(640)).toMatchObject({ density: 0, loudness: null });
  activity.noteOn(70, 641);
  expect(activity.before(642).loudness).toBe(70);
});
