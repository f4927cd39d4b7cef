import { expect, test } from 'vitest';
import { InputKeys } from '../../../src/daemon/io/input-keys.js';

test('every key that is down goes up once, on its channel; those that are up stay so', () => {
  const told: unknown[] = [];
  const keys = new InputKeys({
    key: (...key) => told.push(key),
    realTime: () => undefined,
    control: () => undefined,
  });
  keys.key(60, 90, 1, 0);
  keys.key(60, 80, 2, 3);
  keys.key(64, 70, 3, 0);
  keys.key(64, 0, 4, 0);
  told.length = 0;
  keys.lift(9);
  keys.lift(10);
  expect(told).toEqual([
    [60, 0, 9, 0],
    [60, 0, 9, 3],
  ]);
});

test('what ends all notes of a channel lets its keys go, and is handed on; another controller does not', () => {
  const told: unknown[] = [];
  const keys = new InputKeys({
    key: (...key) => told.push(key),
    realTime: () => undefined,
    control: ({ number }) => told.push(number),
  });
  const control = (number: number, channel = 1) =>
    keys.control({ kind: 'cc', channel, number, value: 0 }, 7);
  for (const number of [120, 123, 124, 127]) {
    keys.key(60, 90, 1, 0);
    keys.key(64, 90, 1, 0);
    keys.key(60, 90, 1, 9);
    told.length = 0;
    control(121);
    control(number);
    control(number);
    expect(told).toEqual([121, [60, 0, 7, 0], [64, 0, 7, 0], number, number]);
  }
  keys.lift(8);
  expect(told.at(-1)).toEqual([60, 0, 8, 9]);
});

test('a sustain pedal that is down goes up with its cable, after a reset, and where all notes end', () => {
  const told: unknown[] = [];
  const keys = new InputKeys({
    key: (...key) => told.push(key),
    realTime: () => undefined,
    control: ({ channel, number, value }) => told.push([channel, number, value]),
  });
  const move = (channel: number, number: number, value: number) =>
    keys.control({ kind: 'cc', channel, number, value }, 7);
  const left = () => told.splice(0);
  move(1, 64, 1);
  move(2, 64, 1);
  left();
  move(1, 121, 0);
  expect(left()).toEqual([
    [1, 64, 0],
    [1, 121, 0],
  ]);
  move(2, 123, 0);
  expect(left()).toEqual([
    [2, 64, 0],
    [2, 123, 0],
  ]);
  move(1, 64, 1);
  move(2, 64, 1);
  move(2, 64, 0);
  keys.key(60, 90, 8, 0);
  left();
  keys.lift(9);
  keys.lift(10);
  expect(left()).toEqual([
    [1, 64, 0],
    [60, 0, 9, 0],
  ]);
});
