import { expect, test } from 'vitest';
import type { NoteMessage, TickMessage } from '../../src/daemon/core/messages.js';
import { type DrawnStroke, ScoreStrip } from '../../src/web/score-strip.js';

const tick = (at: number, token = 'REST'): TickMessage => ({
  type: 'tick',
  part: 1,
  tick: at,
  bar: Math.floor(at / 16),
  tickInBar: at % 16,
  token,
  heard: 'self',
  missed: false,
});
const note = (at: number, offset = 0): NoteMessage => ({
  type: 'note',
  part: 1,
  tick: at,
  channel: 1,
  pitch: 60,
  velocity: 127,
  offset,
  label: 'C4',
});

const stroke = (onset: number): DrawnStroke => ({
  ...{ pitch: 38, label: 'snare', velocity: 1, onset, placed: true },
});

test('a note lasts as long as it is held, and no longer', () => {
  const strip = new ScoreStrip();
  const tokens = ['C4', 'HOLD', 'HOLD', 'REST', 'HOLD', 'C4', 'REST'];
  tokens.forEach((token, at) => {
    strip.tick(tick(at, token));
    if (token === 'C4') strip.note(note(at, at === 0 ? -0.4 : 0.4));
  });
  expect(strip.notes.map(({ onset, length }) => [onset, length])).toEqual([
    [-0.4, 3],
    [5.4, 1],
  ]);
});

test('it keeps what a roll can show and forgets the rest', () => {
  const strip = new ScoreStrip();
  for (let at = 0; at < 10_000; at++) {
    strip.tick(tick(at));
    strip.note(note(at));
    strip.strike(stroke(at));
  }
  expect(strip.ticks.length).toBe(128);
  expect(strip.notes.length).toBeLessThan(140);
  expect(strip.strokes.length).toBeLessThan(140);
  expect(strip.notes.at(-1)?.onset).toBe(9999);
});

test('a tick that goes back begins anew', () => {
  const strip = new ScoreStrip();
  strip.tick(tick(100));
  strip.note(note(100));
  strip.strike(stroke(100));
  strip.tick(tick(0));
  expect(strip.notes).toEqual([]);
  expect(strip.strokes).toEqual([]);
  expect(strip.ticks.map((each) => each.tick)).toEqual([0]);
});

test('what is intended is that of the last plan, less what has come', () => {
  const strip = new ScoreStrip();
  const plan = (first: number) => ({
    type: 'plan' as const,
    part: 1,
    ticks: [0, 1, 2].map((at) => ({ tick: first + at, token: 'C4', probability: 0.5, notes: [] })),
  });
  strip.tick(tick(4));
  strip.intend(plan(4));
  expect(strip.plan.map((planned) => planned.tick)).toEqual([5, 6]);
  strip.tick(tick(5));
  expect(strip.plan.map((planned) => planned.tick)).toEqual([6]);
  strip.intend(plan(6));
  expect(strip.plan.map((planned) => planned.tick)).toEqual([6, 7, 8]);
});
