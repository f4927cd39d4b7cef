import { expect, test } from 'vitest';
import { Feedback, type Origin } from '../../../src/daemon/core/feedback.js';

const tick = 125_000;

/** It plays `count` notes, a tick apart, and each comes back after `delay`; what was made of them. */
function echoes(feedback: Feedback, count: number, delay: number, from = 0): Origin[] {
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * tick;
    const [pitch, velocity] = [36 + (index % 5), 60 + index];
    feedback.sent(pitch, velocity, at);
    return feedback.origin(pitch, velocity, at + delay);
  });
}

test('its own notes that come back are not a player, from the first, and the loop is told once', () => {
  const origins = echoes(new Feedback(), 40, 20_000);
  expect(origins).not.toContain('player');
  expect(origins.filter((origin) => origin === 'loop')).toHaveLength(1);
  expect(origins.indexOf('loop')).toBeLessThan(16);
});

test('notes of one drum on their way round at once are all known again', () => {
  const feedback = new Feedback();
  for (const [index, velocity] of [100, 60, 80].entries())
    feedback.sent(42, velocity, index * 50_000);
  for (const [index, velocity] of [100, 60, 80].entries())
    expect(feedback.origin(42, velocity, 140_000 + index * 2000)).toBe('echo');
});

test('the end of an echo is an echo, that of a player is not', () => {
  const feedback = new Feedback();
  feedback.sent(36, 100, 0);
  feedback.origin(36, 100, 1000);
  expect(feedback.origin(36, 0, 50_000)).toBe('echo');
  feedback.origin(36, 90, 60_000);
  expect(feedback.origin(36, 0, 70_000)).toBe('player');
});

test('a key that a player holds while its own note of that pitch comes back is let go by the player', () => {
  const feedback = new Feedback();
  expect(feedback.origin(60, 90, 0)).toBe('player');
  feedback.sent(60, 80, 1000);
  expect(feedback.origin(60, 80, 2000)).toBe('echo');
  expect(feedback.origin(60, 0, 50_000)).toBe('echo');
  expect(feedback.origin(60, 0, 90_000)).toBe('player');
});

test('an echo that never ends is forgotten', () => {
  const feedback = new Feedback();
  feedback.sent(60, 80, 0);
  expect(feedback.origin(60, 80, 1000)).toBe('echo');
  expect(feedback.origin(60, 90, 20_000_000)).toBe('player');
  expect(feedback.origin(60, 0, 20_100_000)).toBe('player');
});

test('a player who plays the same drums, but not as loud, is a player', () => {
  const feedback = new Feedback();
  for (let index = 0; index < 100; index += 1) {
    feedback.sent(38, 100, index * tick);
    expect(feedback.origin(38, 101, index * tick + 5000)).toBe('player');
  }
});

test('what comes before it was sent, or long after, is a player', () => {
  const feedback = new Feedback();
  feedback.sent(38, 100, 1_000_000);
  expect(feedback.origin(38, 100, 999_000)).toBe('player');
  expect(feedback.origin(38, 100, 1_400_000)).toBe('player');
});

test('now and then a note alike is no loop, and a cable that was out is named again', () => {
  const feedback = new Feedback();
  for (let times = 0; times < 20; times += 1) {
    expect(echoes(feedback, 3, 9000, times * 10 * tick)).not.toContain('loop');
    feedback.origin(50, 33, times * 10 * tick + 4 * tick);
  }
  const later = 100_000_000;
  expect(echoes(feedback, 20, 9000, later)).toContain('loop');
  expect(feedback.loops(later + 20 * tick)).toBe(true);
  expect(feedback.loops(2 * later)).toBe(false);
  expect(echoes(feedback, 20, 9000, 2 * later)).toContain('loop');
});

test('what comes back late, as from a machine that was held up, is no player once the loop is proved', () => {
  const feedback = new Feedback();
  expect(echoes(feedback, 1, 400_000)).toEqual(['player']);
  echoes(feedback, 10, 20_000, 2_000_000);
  feedback.sent(42, 90, 4_000_000);
  expect(feedback.origin(42, 90, 4_900_000)).toBe('echo');
  feedback.sent(42, 90, 5_000_000);
  expect(feedback.origin(42, 90, 6_100_000)).toBe('player');
});

test('a player on pads of one loudness who strikes with it again and again is no cable', () => {
  const feedback = new Feedback();
  for (let beat = 0; beat < 100; beat += 1) {
    const at = beat * 4 * tick;
    feedback.sent(36, 127, at);
    feedback.sent(42, 90, at);
    expect(feedback.origin(36, 127, at + 20_000)).not.toBe('loop');
    expect(feedback.loops(at + 20_000)).toBe(false);
    feedback.sent(42, 70, at + 2 * tick);
  }
});

test('a cable that has one channel or one port of several is named', () => {
  for (const [channel, port] of [
    [9, 0],
    [0, 1],
  ] as const) {
    const feedback = new Feedback(2);
    const origins: Origin[] = [];
    for (let at = 0; at < 20 * tick; at += tick) {
      feedback.sent(60, 80, at, 0, 0);
      feedback.sent(67, 80, at, 0, 0);
      feedback.sent(36, 100, at, channel, port);
      origins.push(feedback.origin(36, 100, at + 9000));
    }
    expect(origins.filter((origin) => origin === 'loop')).toHaveLength(1);
    expect(origins).not.toContain('player');
  }
});
