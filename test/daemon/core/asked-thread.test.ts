import { expect, test } from 'vitest';
import { AskedThread } from '../../../src/daemon/core/asked-thread.js';
import type { TakesOverEntry } from '../../../src/daemon/core/journal-entry.js';
import type { TakeRequest } from '../../../src/daemon/core/conductor-output.js';
import { controls } from '../../support/rig.js';

function ask(tick: number, part = 0): TakeRequest {
  const nobody = { heard: null, held: false, played: null, armed: false };
  const place = { part, take: 1, tick, position: tick % 16, ticksPerBar: 16 };
  return { ...place, ...nobody, controls, orders: [{ kind: 'fill', a: tick, b: 0 }] };
}

function over(taken: number, asked: number, next: number): TakesOverEntry {
  const parts = [{ model: 'm', next, recall: null }];
  return { type: 'takes-over', thread: 0, taken, asked, parts };
}

const ticks = (requests: readonly TakeRequest[]) => requests.map(({ tick }) => tick);
const ordered = ({ orders }: TakeRequest) => orders.map(({ a }) => a);

test('what a thread had taken when it died is answered by nobody, wherever the next one begins', () => {
  const thread = new AskedThread();
  for (let tick = 0; tick < 9; tick += 1) expect(thread.ask(ask(tick))).toBe(true);
  expect(ticks(thread.answer(4))).toEqual([0, 1, 2, 3]);
  thread.takeOver(over(6, 9, 5), [0]);
  const rest = thread.answer(9);
  expect(ticks(rest)).toEqual([6, 7, 8]);
  expect(rest.map(ordered)).toEqual([[6], [7], [8]]);
});

test('what was asked for ticks that are recalled leaves its orders to the first that is answered', () => {
  const thread = new AskedThread();
  // The last two are asked in the passes after the news, as a replay has them, and came before it.
  for (let tick = 0; tick < 5; tick += 1) thread.ask(ask(tick));
  thread.answer(2);
  thread.takeOver(over(3, 7, 6), [0]);
  for (const tick of [5, 6, 7]) expect(thread.ask(ask(tick))).toBe(true);
  const rest = thread.answer(9);
  expect(ticks(rest)).toEqual([6, 7]);
  expect(rest.map(ordered)).toEqual([[3, 4, 5, 6], [7]]);
});

test('what found no room while it was dead is not counted as asked, for the next death', () => {
  const thread = new AskedThread();
  for (let tick = 0; tick < 6; tick += 1) thread.ask(ask(tick));
  thread.answer(2);
  // The ring took four of those to come, up to tick 9.
  thread.takeOver(over(3, 10, 20), [0]);
  const room = Array.from({ length: 18 }, (_, at) => thread.ask(ask(6 + at)));
  expect(room.indexOf(false)).toBe(4);
  expect(room.lastIndexOf(false)).toBe(13);
  expect(ticks(thread.answer(3))).toEqual([20, 21, 22]);
  // It had taken tick 23 too, as the 14th.
  thread.ask(ask(24));
  thread.takeOver(over(14, 15, 24), [0]);
  expect(ticks(thread.answer(9))).toEqual([24]);
});
