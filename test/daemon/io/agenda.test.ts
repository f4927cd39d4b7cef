import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Agenda } from '../../../src/daemon/io/agenda.js';

const start = 1_700_000_000_000;
beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

test('what is past is done at once, what is ahead at its millisecond and not before', async () => {
  const agenda = new Agenda(10);
  const done: [string, number][] = [];
  const note = (name: string) => () => void done.push([name, Date.now() - start]);
  agenda.at(start - 5, note('past'));
  agenda.at(start + 50, note('later'));
  agenda.at(start + 1, note('soon'));
  expect(done).toEqual([['past', 0]]);
  await vi.advanceTimersByTimeAsync(100);
  expect(done).toEqual([
    ['past', 0],
    ['soon', 1],
    ['later', 50],
  ]);
});

test('a clock that is set back puts off what is due', async () => {
  const agenda = new Agenda(10);
  const done = vi.fn();
  agenda.at(start + 50, done);
  vi.setSystemTime(start - 100);
  await vi.advanceTimersByTimeAsync(140);
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10);
  expect(done).toHaveBeenCalledOnce();
});

test('what is too much is refused, and a closed agenda does nothing more', async () => {
  const agenda = new Agenda(1);
  const done = vi.fn();
  expect(agenda.at(start + 50, done)).toBe(true);
  expect(agenda.at(start + 50, done)).toBe(false);
  agenda.close();
  await vi.advanceTimersByTimeAsync(100);
  expect(done).not.toHaveBeenCalled();
});
