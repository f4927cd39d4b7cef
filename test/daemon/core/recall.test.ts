import { expect, test } from 'vitest';
import { Recall } from '../../../src/daemon/core/recall.js';
import type { Values } from '../../../src/daemon/core/setting.js';

/** A control, and a recall that is told every tick of bars of 16, or so many as a bar that begins has. */
function stage(values: Values, playing = true, bar = { ticks: 16 }) {
  const now = { ...values };
  const control = {
    playing,
    get values() {
      return { ...now };
    },
    set: (name: string, value: number | string | boolean) => void (now[name] = value),
  };
  const recall = new Recall(control, () => bar.ticks);
  let tick = 3;
  const to = (end: number): void => {
    for (; tick < end; tick += 1) recall.tick({ tickInBar: tick % 16 });
  };
  return { now: now as Record<string, number | string | boolean>, control, recall, to };
}

const verse = { temperature: 1, tempo: 100, seed: 3, mode: 'solo', 'top-k': 0 };
const chorus = { temperature: 1.5, tempo: 140, seed: 9, mode: 'trade', 'top-k': 40 };

test('what the model is told is there before the first tick of the bar, the beat with it, neither before', () => {
  const { now, recall, to } = stage(verse);
  recall.to(chorus, 0);
  to(15);
  expect(now).toEqual(verse);
  to(16);
  expect(now).toEqual({ ...chorus, tempo: verse.tempo });
  to(17);
  expect(now).toEqual(chorus);
});

test.each([
  [7, 3],
  [3, 7],
])(
  'a recall waits for the line of the bar that plays, where the metre goes from %i to %i',
  (beats, next) => {
    const length = { ticks: 4 * beats };
    const { now, recall, to } = stage(verse, true, length);
    to(6);
    const line = length.ticks;
    length.ticks = 4 * next;
    recall.to(chorus, 0);
    for (let tick = 6; tick < line - 1; tick += 1) recall.tick({ tickInBar: tick });
    expect(now).toEqual(verse);
    recall.tick({ tickInBar: line - 1 });
    expect(now['seed']).toBe(chorus.seed);
  },
);

test('where nothing plays it is there at once', () => {
  const { now, recall } = stage(verse, false);
  recall.to(chorus, 8);
  expect(now).toEqual(chorus);
});

test('over bars, what is continuous glides and the rest switches on the first line', () => {
  const { now, recall, to } = stage(verse);
  recall.to(chorus, 2);
  to(16);
  expect(now).toEqual({ ...chorus, temperature: 1, tempo: 100 });
  to(16 + 16);
  expect(now['tempo']).toBe(120);
  expect(now['temperature']).toBeCloseTo(1.25, 10);
  let last = 100;
  for (let end = 33; end < 48; end += 1) {
    to(end);
    expect(now['tempo']).toBeGreaterThanOrEqual(last);
    last = now['tempo'] as number;
  }
  to(48);
  expect(now).toEqual(chorus);
});

test('what another has left of a fade is gone on with from the next bar line, over the bars that it had', () => {
  const { now, control, recall, to } = stage(verse);
  expect(recall.rest).toBeNull();
  recall.to(chorus, 4);
  expect(recall.rest).toEqual({ values: chorus, bars: 4 });
  to(16 + 24);
  now['temperature'] = 0.3;
  to(16 + 25);
  const rest = { values: { tempo: 140 }, bars: 3 };
  expect(recall.rest).toEqual(rest);
  const reached = Number(now['tempo']);

  control.playing = false;
  const other = new Recall(control, () => 16, recall.rest);
  control.playing = true;
  for (let tick = 0; tick < 16; tick += 1) other.tick({ tickInBar: tick });
  expect(other.rest?.values).toEqual(rest.values);
  expect(now['tempo']).toBe(reached);
  for (let tick = 0; tick < 24; tick += 1) other.tick({ tickInBar: tick % 16 });
  expect(now['tempo']).toBeCloseTo((reached + 140) / 2, 1);
  for (let tick = 24; tick < 48; tick += 1) other.tick({ tickInBar: tick % 16 });
  expect(now).toMatchObject({ tempo: 140, temperature: 0.3 });
  expect(other.rest).toBeNull();
});

test('what glides ends where the preset has it, to the last digit', () => {
  const steps = Array.from({ length: 41 }, (_, at) => at * 0.05);
  for (const from of steps) {
    const wanted = Object.fromEntries(
      steps.map((value, at) => [`part/${at + 1}/temperature`, value]),
    );
    const { now, recall, to } = stage(
      Object.fromEntries(Object.keys(wanted).map((name) => [name, from])),
    );
    recall.to(wanted, 1);
    to(40);
    expect(now).toEqual(wanted);
  }
});

test('a setting that is turned on the way is left to who turned it', () => {
  const { now, control, recall, to } = stage(verse);
  recall.to(chorus, 2);
  to(24);
  control.set('temperature', 0.2);
  to(60);
  expect(now).toEqual({ ...chorus, temperature: 0.2 });
});

test('another recall goes on from where the first has come', () => {
  const { now, recall, to } = stage(verse);
  recall.to(chorus, 4);
  to(32);
  const half = now['tempo'] as number;
  recall.to(verse, 1);
  to(40);
  expect(now['tempo']).toBe(half);
  to(64);
  expect(now).toEqual(verse);
});

test('a fade goes on from where it was when the music jumps, and never past either end', () => {
  const { now, recall, to } = stage(verse);
  recall.to(chorus, 2);
  to(24);
  let last = now['tempo'] as number;
  expect(last).toBeGreaterThan(100);
  for (let tick = 0; tick < 40; tick += 1) {
    recall.tick({ tickInBar: tick % 16 });
    expect(now['tempo']).toBeGreaterThanOrEqual(last);
    expect(now['tempo']).toBeLessThanOrEqual(140);
    last = now['tempo'] as number;
  }
  expect(now).toEqual(chorus);
});

test('a recall that waits for the bar line is there when the music stops before it', () => {
  const { now, control, recall, to } = stage(verse);
  let begun = 0;
  recall.to(chorus, 0, () => (begun += 1));
  to(16);
  recall.stopped();
  expect([now['tempo'], begun]).toEqual([chorus.tempo, 1]);
  control.set('tempo', 100);
  begun = 0;
  recall.to(chorus, 4, () => (begun += 1));
  to(26);
  control.playing = false;
  recall.stopped();
  expect([now, begun]).toEqual([chorus, 1]);
  control.set('tempo', 90);
  to(40);
  expect([now['tempo'], begun]).toEqual([90, 1]);
});
