import { expect, test } from 'vitest';
import { GuessLimit, guessesAtOnce, guessInterval } from '../../../src/daemon/core/guess-limit.js';
import { handClock } from '../../support/fake-daemon.js';

test('an address has a few wrong guesses, then one an interval, and costs no other its own', () => {
  const clock = handClock();
  const limit = new GuessLimit(clock);
  for (let guess = 0; guess < guessesAtOnce; guess++) {
    expect(limit.mayGuess('10.0.0.1')).toBe(true);
    limit.wrong('10.0.0.1');
  }
  expect(limit.mayGuess('10.0.0.1')).toBe(false);
  expect(limit.mayGuess('10.0.0.2')).toBe(true);
  clock.advance(guessInterval);
  expect(limit.mayGuess('10.0.0.1')).toBe(true);
  limit.wrong('10.0.0.1');
  expect(limit.mayGuess('10.0.0.1')).toBe(false);
});

test('asking often does not make the next guess come sooner or later', () => {
  const clock = handClock();
  const limit = new GuessLimit(clock);
  for (let guess = 0; guess < guessesAtOnce; guess++) limit.wrong('10.0.0.1');
  for (let part = 0; part < 100; part++) {
    expect(limit.mayGuess('10.0.0.1')).toBe(false);
    clock.advance(guessInterval / 100);
  }
  clock.advance(1000); // what a hundred sums of a hundredth may lack
  expect(limit.mayGuess('10.0.0.1')).toBe(true);
});

test('a thousand addresses that guess leave no room for more until they have rested', () => {
  const clock = handClock();
  const limit = new GuessLimit(clock);
  for (let host = 0; host < 1024; host++) limit.wrong(`host ${host}`);
  expect(limit.mayGuess('one more')).toBe(false);
  clock.advance(guessesAtOnce * guessInterval);
  expect(limit.mayGuess('one more')).toBe(true);
});
