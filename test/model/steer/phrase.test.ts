import { expect, test } from 'vitest';
import { Phrase } from '../../../src/model/steer/phrase.js';
import { Recent } from '../../../src/model/steer/recent.js';
import { restAt } from '../../../src/daemon/core/taps.js';

const ticksPerBar = 16;
const at = (tick: number) => ({ tick, position: tick % ticksPerBar, ticksPerBar });

/** After so many ticks. */
function after(ticks: number) {
  const recent = new Recent();
  for (let tick = 0; tick < ticks; tick += 1) recent.keepPlan(restAt(tick));
  return { recent, phrase: new Phrase(recent) };
}

/** The first and the last tick that come again, and when; undefined where none does. */
function comes(phrase: Phrase, from: number) {
  const ticks = Array.from({ length: 200 }, (_, on) => phrase.plan(from + on)?.tick);
  const length = ticks.indexOf(undefined);
  return length === 0 ? undefined : { first: ticks[0], last: ticks[length - 1], length };
}

test('the good phrase is the last four whole bars, or as many as there are', () => {
  for (const [ticks, phrase] of [
    [128, { first: 64, last: 127, length: 64 }],
    [70, { first: 0, last: 63, length: 64 }],
    [47, { first: 0, last: 31, length: 32 }],
    [15, undefined],
  ] as const) {
    const played = after(ticks);
    played.phrase.approve(at(ticks));
    played.phrase.back({ tick: 320, position: 0, ticksPerBar });
    expect(comes(played.phrase, 320)).toEqual(phrase);
  }
});

test('it comes once, from its own place in the bar on; where none was good, the last bars come', () => {
  const { phrase } = after(100);
  phrase.back(at(100));
  // Of ticks 32 to 95, those before its place in the bar are gone by.
  expect(comes(phrase, 100)).toEqual({ first: 36, last: 95, length: 60 });
  expect(phrase.plan(96 + 64)).toBeUndefined();
});

test('it is left for what is predicted, and is good still until it is forgotten', () => {
  const { recent, phrase } = after(64);
  phrase.approve(at(64));
  for (let tick = 64; tick < 128; tick += 1) recent.keepPlan(restAt(tick));
  phrase.back(at(128));
  expect(phrase.plan(128)?.tick).toBe(0);
  phrase.leave();
  expect(phrase.plan(129)).toBeUndefined();
  phrase.back(at(128));
  expect(phrase.plan(128)?.tick).toBe(0);
  phrase.forget();
  expect(phrase.plan(129)).toBeUndefined();
  phrase.back(at(128));
  expect(phrase.plan(128)?.tick).toBe(64);
});

test('a copy goes back to the same phrase, and on its own', () => {
  const { recent, phrase } = after(80);
  phrase.approve(at(64));
  phrase.back(at(80));
  const copy = phrase.copy(recent.copy());
  expect(comes(copy, 80)).toEqual(comes(phrase, 80));
  copy.forget();
  expect(comes(phrase, 80)).toEqual({ first: 0, last: 63, length: 64 });
  phrase.leave();
  phrase.back(at(80));
  expect(phrase.plan(80)?.tick).toBe(0);
});
