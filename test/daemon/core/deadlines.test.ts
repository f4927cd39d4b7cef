import { expect, test } from 'vitest';
import { Deadlines } from '../../../src/daemon/core/deadlines.js';
import { MusicTime } from '../../../src/daemon/core/music-time.js';
import { NotePlaces } from '../../../src/daemon/core/note-places.js';
import { restAt } from '../../../src/daemon/core/taps.js';
import { ppq } from '../../../src/daemon/core/timeline.js';
import { onset } from '../../support/rig.js';

/** Sixteenths of 120 BPM: a tick is 125 ms. */
function sixteenths() {
  const time = new MusicTime(120);
  const places = new NotePlaces(time, ppq / 4);
  return { time, places, deadlines: new Deadlines(time, places) };
}

test('a plan may come until a millisecond after its first note was due, and a rest at any time', () => {
  const { time, places, deadlines } = sixteenths();
  const plan = onset(4, [{ pitch: 36, offset: -0.25 }]);
  const last = time.at(places.firstPulse(plan)) + 1000;
  expect([last, last + 1].map((now) => deadlines.meets(plan, now))).toEqual([true, false]);
  expect(deadlines.meets(restAt(4), Infinity)).toBe(true);
});

test('a fallback is taken a millisecond before its first note is due, or its tick where it has none', () => {
  const { time, places, deadlines } = sixteenths();
  const early = onset(4, [{ pitch: 36, offset: -0.25 }]);
  expect(deadlines.missAt(early)).toBe(time.at(places.firstPulse(early)) - 1000);
  expect(deadlines.missAt(restAt(4))).toBe(time.at(places.pulse(4)) - 1000);
});

test('a fallback of a part that is delayed is taken before the next tick is asked for', () => {
  const { time, places, deadlines } = sixteenths();
  places.delay = 100_000;
  const late = onset(4, [{ pitch: 36, offset: 0 }]);
  expect(time.at(places.firstPulse(late))).toBeGreaterThan(deadlines.askAt(5));
  expect(deadlines.missAt(late)).toBe(deadlines.askAt(5));
});

test('a tick with grace, and no other, waits a quarter of a tick past its place, and its plan may come at any time', () => {
  const { time, deadlines } = sixteenths();
  const [plan, next] = [4, 5].map((tick) => onset(tick, [{ pitch: 36, offset: -0.25 }]));
  const strict = [plan!, next!].map((each) => deadlines.missAt(each));
  deadlines.grace(4);
  expect([plan!, next!].map((each) => deadlines.missAt(each))).toEqual([531_250, strict[1]]);
  expect([plan!, next!].map((each) => deadlines.meets(each, time.at(9999)))).toEqual([true, false]);
  deadlines.ungrace();
  expect(deadlines.missAt(plan!)).toBe(strict[0]);
  expect(deadlines.meets(plan!, time.at(9999))).toBe(false);
});

test('a plan is asked for a sixteenth of a tick before half a tick before its own, and no note of it begins within 12 ms', () => {
  const { time, places, deadlines } = sixteenths();
  expect(deadlines.askAt(4)).toBe(Math.floor((4 - 1 / 2 - 1 / 16) * 125_000));
  expect(deadlines.askPulse(4)).toBe(time.pulseAt(deadlines.askAt(4)));
  deadlines.asked(4);
  const [note] = onset(4, [{ pitch: 36, offset: -0.5 }]).notes;
  expect(places.notePulse(restAt(4), note!)).toBe(time.pulseAt(deadlines.askAt(4) + 12_000));
});
