import { expect, test } from 'vitest';
import { lanesOf } from '../../src/web/lanes.js';
import { about } from '../support/fake-daemon.js';

test('each drum voice has a row of its own, in the order of the kit, and a name', () => {
  const { voices } = about.models[0];
  const lanes = lanesOf(about.models[0], 0, 127);
  expect(voices.map((label) => lanes.rowOf({ pitch: 0, label }))).toEqual([...voices.keys()]);
  expect(lanes.rows.map(({ label }) => label)).toContain('closed hat');
  expect(new Set(lanes.rows.map(({ hue }) => hue)).size).toBe(voices.length);
  expect(lanes.rowOf({ pitch: 36, label: 'cowbell' })).toBeUndefined();
});

test('each pitch of the range has a row, the others have none; the Cs are named', () => {
  const lanes = lanesOf({ ...about.models[0], material: 'notes', voices: [] }, 48, 72);
  expect(lanes.rows).toHaveLength(25);
  expect(lanes.rowOf({ pitch: 48, label: '' })).toBe(0);
  expect(lanes.rowOf({ pitch: 72, label: '' })).toBe(24);
  expect(lanes.rowOf({ pitch: 47, label: '' })).toBeUndefined();
  expect(lanes.rowOf({ pitch: 73, label: '' })).toBeUndefined();
  expect(lanes.rows.map(({ label }) => label).filter(Boolean)).toEqual(['C3', 'C4', 'C5']);
});
