import { expect, test } from 'vitest';
import { Fallback } from '../../../src/daemon/core/fallback.js';
import { onset } from '../../support/rig.js';

test('each place of the bar comes again as it was played last, at the tick that wants it, and is a rest before', () => {
  const fallback = new Fallback(4);
  expect(fallback.knows(3)).toBe(false);
  expect(fallback.plan(3, 19)).toMatchObject({ tick: 19, token: 'REST', kind: 'rest', notes: [] });
  fallback.keep(3, onset(3, [{ pitch: 36 }]));
  fallback.keep(3, onset(19, [{ pitch: 42 }]));
  fallback.keep(4, onset(20, [{ pitch: 38 }]));
  expect([2, 3, 4, 5].map((place) => fallback.knows(place))).toEqual([false, true, true, false]);
  expect(fallback.plan(3, 35)).toEqual(onset(35, [{ pitch: 42 }]));
  expect(fallback.plan(4, 36)).toEqual(onset(36, [{ pitch: 38 }]));
  fallback.clear();
  expect(fallback.knows(3)).toBe(false);
  expect(fallback.plan(3, 51).kind).toBe('rest');
});
