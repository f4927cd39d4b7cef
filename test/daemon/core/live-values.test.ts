import { expect, test } from 'vitest';
import { pieceStyles } from '../../../src/model/features.js';
import {
  beatsPerBarOf,
  channelOf,
  controlsOf,
  followsMidi,
  liveCount,
  modeOf,
  nudgeOf,
  packLive,
  sendsClock,
  swingOf,
  tempoOf,
} from '../../../src/daemon/core/live-values.js';
import { pitchClassesOf } from '../../../src/daemon/core/scales.js';
import { defaults, liveSettings, type SettingValue } from '../../../src/daemon/core/settings.js';

test('each live setting comes out as what it went in, by its name', () => {
  const live = new Float64Array(liveCount);
  const other = { boolean: true, string: '' } as const;
  const values = Object.fromEntries(
    liveSettings.map((setting, index): [string, SettingValue] => {
      const { name, type } = setting;
      if (type === 'choice') return [name, setting.choices.at(-1)!];
      return [name, type === 'number' ? index + 1 : other[type]];
    }),
  );
  packLive(values, live);
  const { temperature, topK, topP, seed, dynamics, humanize, style, ...steering } =
    controlsOf(live);
  const { density, repetition, cache, freeze, pitchClasses, lowest, highest } = steering;
  const { mode, listen, lead, patience, tradeBars, tradeFirst } = modeOf(live);
  expect({
    mode,
    listen,
    lead,
    patience,
    'trade-bars': tradeBars,
    'trade-first': tradeFirst,
    tempo: tempoOf(live),
    channel: channelOf(live) + 1,
    clock: followsMidi(live) ? 'midi' : 'internal',
    'clock-out': sendsClock(live),
    nudge: nudgeOf(live) / 1000,
    swing: swingOf(live) * 100,
    'beats-per-bar': beatsPerBarOf(live),
    temperature,
    'top-k': topK,
    'top-p': topP,
    seed,
    dynamics,
    humanize,
    style: ['any', ...pieceStyles][style],
    density,
    repetition,
    cache,
    freeze,
    lowest,
    highest,
    ...{ root: 'B', scale: 'whole-tone', chord: 'minor-seventh' },
  }).toEqual(values);
  expect(pitchClasses).toBe(pitchClassesOf(11, 'whole-tone', 'minor-seventh'));
});

test('a name that is missing takes its default', () => {
  const live = new Float64Array(liveCount);
  packLive({}, live);
  expect(tempoOf(live)).toBe(defaults().tempo);
  expect(channelOf(live)).toBe(9);
  expect([followsMidi(live), sendsClock(live)]).toEqual([false, false]);
});
