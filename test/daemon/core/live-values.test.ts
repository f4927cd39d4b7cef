import { expect, test } from 'vitest';
import {
  channelOf,
  controlsOf,
  liveCount,
  packLive,
  tempoOf,
} from '../../../src/daemon/core/live-values.js';
import { defaults, liveSettings } from '../../../src/daemon/core/settings.js';

test('each live setting comes out as what it went in, by its name', () => {
  const live = new Float64Array(liveCount);
  const values = Object.fromEntries(liveSettings.map(({ name }, index) => [name, index + 1]));
  packLive(values, live);
  const { temperature, topK, topP, seed, dynamics, humanize } = controlsOf(live);
  expect({
    tempo: tempoOf(live),
    channel: channelOf(live) + 1,
    temperature,
    'top-k': topK,
    'top-p': topP,
    seed,
    dynamics,
    humanize,
  }).toEqual(values);
});

test('a name that is missing takes its default', () => {
  const live = new Float64Array(liveCount);
  packLive({}, live);
  expect(tempoOf(live)).toBe(defaults().tempo);
  expect(channelOf(live)).toBe(9);
});
