import { expect, test } from 'vitest';
import { isSustain, Sustain } from '../../../src/daemon/core/sustain.js';

type Told = [pitch: number, velocity: number, at: number, channel: number];

function create() {
  const told: Told[] = [];
  const sustain = new Sustain((...key) => told.push(key));
  const pedal = (at: number, value: number, channel = 1) =>
    sustain.move({ kind: 'cc', channel, number: 64, value }, at);
  return { sustain, told, pedal };
}

test('with the pedal up each key goes down and up as it does', () => {
  const { sustain, told, pedal } = create();
  sustain.key(60, 90, 1, 0);
  sustain.key(60, 0, 2, 0);
  pedal(3, 0);
  expect(told).toEqual([
    [60, 90, 1, 0],
    [60, 0, 2, 0],
  ]);
});

test('keys that go up while the pedal is down go up with it, once; those still held do not', () => {
  const { sustain, told, pedal } = create();
  for (const pitch of [60, 64, 67]) sustain.key(pitch, 90, 1, 0);
  pedal(2, 1);
  pedal(3, 0.6);
  for (const pitch of [60, 64]) sustain.key(pitch, 0, 4, 0);
  told.length = 0;
  pedal(5, 0.2);
  pedal(6, 0);
  sustain.key(67, 0, 7, 0);
  expect(told).toEqual([
    [60, 0, 5, 0],
    [64, 0, 5, 0],
    [67, 0, 7, 0],
  ]);
});

test('what is played next ends what the pedal holds, the same key too', () => {
  const { sustain, told, pedal } = create();
  pedal(1, 1);
  sustain.key(60, 90, 2, 0);
  sustain.key(60, 0, 3, 0);
  sustain.key(60, 80, 4, 0);
  sustain.key(60, 0, 5, 0);
  sustain.key(62, 70, 6, 0);
  expect(told).toEqual([
    [60, 90, 2, 0],
    [60, 0, 4, 0],
    [60, 80, 4, 0],
    [60, 0, 6, 0],
    [62, 70, 6, 0],
  ]);
});

test('the pedal of a channel is none of the others', () => {
  const { sustain, told, pedal } = create();
  pedal(1, 1, 3);
  sustain.key(60, 90, 2, 2);
  sustain.key(60, 0, 3, 2);
  sustain.key(62, 90, 4, 0);
  sustain.key(62, 0, 5, 0);
  pedal(6, 0, 1);
  expect(told).toEqual([
    [60, 90, 2, 2],
    [62, 90, 4, 0],
    [62, 0, 5, 0],
  ]);
});

test('is controller 64, and no key or wheel', () => {
  const event = { channel: 1, number: 64, value: 1 };
  expect(isSustain({ kind: 'cc', ...event })).toBe(true);
  expect(isSustain({ kind: 'cc', ...event, number: 65 })).toBe(false);
  expect(isSustain({ kind: 'note', ...event })).toBe(false);
});
