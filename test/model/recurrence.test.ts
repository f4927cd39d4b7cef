import { describe, expect, it } from 'vitest';
import { phraseBars } from '../../src/model/features.js';
import { recurrence } from '../../src/model/recurrence.js';

/** Of a tune with a note on each beat of bars of 4 ticks, before its last bar. */
const of = (tune: string) =>
  recurrence(4, (ticks, at) => {
    const then = tune.length - ticks;
    if (then < 0 || tune[then] === ' ') return null;
    return tune[then] === tune[then - phraseBars[at]! * 4];
  });
const a = 'abcd'.repeat(2) + 'efgh'.repeat(6);
const b = 'mnop'.repeat(8);

describe('recurrence', () => {
  it('is 1 where a phrase has just been played again, and not before its end', () => {
    const at = phraseBars.indexOf(8);
    expect(of(a + a)[at]).toBe(1);
    expect(of(a + a.slice(0, 16))[at]).toBe(0.5);
    expect(of(a)[at]).toBe(0);
    expect(of(a + b)[at]).toBe(0);
  });

  it('tells the second time from the fourth', () => {
    const at = phraseBars.indexOf(16);
    expect(of(a + a)[at]).toBe(0);
    expect(of(a + a + a + a)[at]).toBe(1);
    expect(of(a + a + b + b)[at]).toBe(0);
  });

  it('counts what begins, not what sounds on or rests', () => {
    const sparse = a.replaceAll(/[^ae]/g, ' ');
    expect(of(sparse + sparse)[phraseBars.indexOf(8)]).toBe(1);
    expect([...of(' '.repeat(64))]).toEqual([0, 0, 0, 0]);
  });
});
