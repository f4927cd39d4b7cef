import { expect, test } from 'vitest';
import { sparing, sparingInterval } from '../../../src/daemon/core/log.js';
import { handClock, logLines } from '../../support/fake-daemon.js';

test('one line an interval is said, and says how many it stands for', () => {
  const clock = handClock();
  const { lines, log } = logLines();
  const spare = sparing(log, clock);
  for (let i = 0; i < 10; i++) spare('warn', `packet ${i}`);
  clock.advance(sparingInterval);
  spare('warn', 'packet 10');
  clock.advance(sparingInterval);
  spare('warn', 'packet 11');
  expect(lines).toEqual([
    'warn packet 0',
    'warn packet 10 (and 9 more like it since the last line)',
    'warn packet 11',
  ]);
});
