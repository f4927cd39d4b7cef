import { expect, test } from 'vitest';
import type { NoteMessage, TickMessage } from '../../../src/daemon/core/messages.js';
import { mostTicks, PlayedWindow } from '../../../src/daemon/core/played-window.js';

const tickOf = (tick: number, bar = 16): TickMessage => ({
  type: 'tick',
  part: 1,
  tick,
  bar: Math.floor(tick / bar),
  tickInBar: tick % bar,
  token: `t${tick}`,
  heard: 'self',
  missed: false,
});
const noteOf = (tick: number, part = 1): NoteMessage => ({
  type: 'note',
  part,
  tick,
  channel: 10,
  pitch: 36,
  velocity: 1 + (tick % 127),
  offset: 0.25,
  label: 'kick',
});

/** A window that has heard `count` ticks from `first` on, a note at each, the note of every second tick early. */
function windowOf(first: number, count: number): PlayedWindow {
  const window = new PlayedWindow(1);
  for (let tick = first; tick < first + count; tick += 1) {
    const both = [tickOf(tick), noteOf(tick)];
    for (const event of tick % 2 === 0 ? both : both.reverse()) window.add(event);
  }
  return window;
}

test('it has each tick with its notes, early or late, from the first bar line on', () => {
  const played = windowOf(5, 40).played(false);
  expect(played.map(({ token }) => token)).toEqual(
    Array.from({ length: 29 }, (_, index) => `t${16 + index}`),
  );
  played.forEach(({ notes }, index) =>
    expect(notes).toEqual([{ pitch: 36, velocity: 17 + index, offset: 0.25 }]),
  );
});

test('whole bars leave out the bar under way', () => {
  expect(windowOf(0, 40).played(true)).toHaveLength(32);
  expect(windowOf(0, 33).played(true)).toHaveLength(32);
  expect(windowOf(3, 9).played(false)).toEqual([]);
});

test('after a week it is as long as after a minute, and holds a window of 100 and 16 bars before it', () => {
  const { length } = windowOf(0, 20_000).played(true);
  expect(length).toBeGreaterThanOrEqual(100 + 16 * 16);
  expect(length).toBeLessThanOrEqual(mostTicks);
});

test('a take from the top begins anew, and other parts are left out', () => {
  const window = windowOf(0, 40);
  for (let tick = 0; tick < 3; tick += 1) window.add(tickOf(tick));
  window.add(noteOf(1, 2));
  expect(window.played(false).map(({ token }) => token)).toEqual(['t0', 't1', 't2']);
});

test('a take has its own notes alone, those that came ahead of its first tick among them', () => {
  const window = windowOf(0, 40);
  const note = { ...noteOf(0), pitch: 49 };
  for (const event of [note, tickOf(0), tickOf(1), noteOf(1), tickOf(2)]) window.add(event);
  const pitches = window.played(false).map(({ notes }) => notes.map(({ pitch }) => pitch));
  expect(pitches).toEqual([[49], [36], []]);
});
