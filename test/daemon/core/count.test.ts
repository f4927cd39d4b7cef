import { expect, test } from 'vitest';
import { count, describeAmount, withUnit } from '../../../src/daemon/core/count.js';
import { settings } from '../../../src/daemon/core/settings.js';

test.each([
  [0, 'note', '0 notes'],
  [1, 'note', '1 note'],
  [2, 'note', '2 notes'],
  [1, 'miss', '1 miss'],
  [3, 'miss', '3 misses'],
  [20_480, 'tick', '20,480 ticks'],
])('%i of %j is %j', (n, what, words) => {
  expect(count(n, what)).toBe(words);
});

test('one of any unit that a setting has is one, and what is no word stays as it is', () => {
  const units = new Set(settings.flatMap((row) => (row.type === 'number' ? [row.unit] : [])));
  const ones = Object.fromEntries([...units].map((unit) => [unit, withUnit('1', unit)]));
  expect(ones).toMatchObject({ '': '1', bars: '1 bar', beats: '1 beat', ms: '1 ms', '%': '1 %' });
  for (const one of Object.values(ones)) expect(one).not.toMatch(/[a-z]{3,}s$/);
  expect(withUnit('2', 'bars')).toBe('2 bars');
  expect(withUnit('1.00', 'bars')).toBe('1.00 bar');
});

test('a word for 0 stands for 0 alone, and fits beside a gauge', () => {
  for (const row of settings) {
    if (row.type !== 'number' || row.zero === undefined) continue;
    expect(row.min).toBe(0);
    expect(row.zero.length).toBeLessThan(11);
    expect(describeAmount('0', row)).toBe(row.zero);
    expect(describeAmount('2', row)).toBe(withUnit('2', row.unit));
  }
  expect(describeAmount('0.00', { unit: 'ms' })).toBe('0.00 ms');
});
