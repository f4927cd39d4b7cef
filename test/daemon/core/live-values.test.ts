import { expect, test } from 'vitest';
import { pieceStyles } from '../../../src/model/features.js';
import {
  beatSourceOf,
  beatsPerBarOf,
  channelOf,
  controlsOf,
  delayOf,
  levelOf,
  liveCount,
  modeOf,
  mutedOf,
  latencyOf,
  nudgeOf,
  packLive,
  sendsClock,
  swingOf,
  tempoOf,
} from '../../../src/daemon/core/live-values.js';
import { partName, spreadRows } from '../../../src/daemon/core/part-settings.js';
import { pitchClassesOf } from '../../../src/daemon/core/scales.js';
import type { SettingValue } from '../../../src/daemon/core/setting.js';
import { defaults, liveSettings } from '../../../src/daemon/core/settings.js';

const parts = 3;

/** The setting of a name in any part of `parts`, as another value than that of any other. */
const distinct = spreadRows(liveSettings, parts).map(
  (setting, index): readonly [string, SettingValue] => {
    const { name, type } = setting;
    if (type === 'choice') return [name, setting.choices.at(-1)!];
    return [name, type === 'number' ? index + 1 : { boolean: true, string: '' }[type]];
  },
);

test('each live setting of each part comes out as what it went in, by its name', () => {
  const live = new Float64Array(liveCount(parts));
  packLive(Object.fromEntries(distinct), live);
  const found: [string, SettingValue][] = Object.entries({
    tempo: tempoOf(live),
    clock: beatSourceOf(live),
    'clock-out': sendsClock(live),
    nudge: nudgeOf(live) / 1000,
    latency: latencyOf(live) / 1000,
    swing: Math.round(swingOf(live).share * 100),
    'swing-notes': swingOf(live).notes,
    'beats-per-bar': beatsPerBarOf(live),
    ...{ root: 'B', scale: 'whole-tone', chord: 'minor-seventh' },
  });
  for (let part = 0; part < parts; part++) {
    const { temperature, topK, topP, seed, dynamics, humanize, style, ...steering } = controlsOf(
      live,
      part,
    );
    const {
      density,
      repetition,
      reprise,
      cache,
      planBars,
      blend,
      freeze,
      pitchClasses,
      lowest,
      highest,
      transpose,
    } = steering;
    expect(pitchClasses).toBe(pitchClassesOf(11, 'whole-tone', 'minor-seventh'));
    const { mode, listen, lead, patience, tradeBars, tradeFirst, split, hears } = modeOf(
      live,
      part,
    );
    const own = {
      ...{ mode, listen, lead, patience, 'trade-bars': tradeBars, 'trade-first': tradeFirst },
      ...{ split, hears },
      ...{ temperature, 'top-k': topK, 'top-p': topP, seed, dynamics, humanize },
      ...{
        density,
        repetition,
        reprise,
        cache,
        'plan-bars': planBars,
        blend,
        freeze,
        lowest,
        highest,
        transpose,
      },
      style: ['any', ...pieceStyles][style]!,
      channel: channelOf(live, part, 'notes') + 1,
      level: levelOf(live, part),
      delay: delayOf(live, part) / 1000,
    };
    found.push(
      ...Object.entries(own).map(([name, value]): [string, SettingValue] => [
        partName(part + 1, name),
        value,
      ]),
    );
    expect(mutedOf(live, part)).toBe(true);
  }
  // Mute and solo come out as one; presets, learning, whose swing it is and who else starts are main's own.
  const elsewhere =
    /(mute|solo|link-start|count-in|end-after|swing-from|preset-fade|preset-window|pick-up)$/;
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(distinct.filter(([name]) => !elsewhere.test(name))),
  );
});

test.each([
  [{ mute: true }, [true, false, false]],
  [{ 'part/2/solo': true }, [true, false, true]],
  [{ solo: true, 'part/2/solo': true, 'part/2/mute': true }, [false, true, true]],
])('with %j the parts are silent: %j', (said, silent) => {
  const live = new Float64Array(liveCount(parts));
  packLive(said, live);
  expect([0, 1, 2].map((part) => mutedOf(live, part))).toEqual(silent);
});

test('a part plays on the channel of what it plays, unless it is given another', () => {
  const live = new Float64Array(liveCount(2));
  packLive({ 'part/2/channel': 7 }, live);
  expect(channelOf(live, 0, 'drums')).toBe(9);
  expect(channelOf(live, 0, 'notes')).toBe(0);
  for (const material of ['drums', 'notes'] as const) expect(channelOf(live, 1, material)).toBe(6);
});

test('a name that is missing takes its default', () => {
  const live = new Float64Array(liveCount(1));
  packLive({}, live);
  expect(tempoOf(live)).toBe(defaults().tempo);
  expect([beatSourceOf(live), sendsClock(live), mutedOf(live, 0)]).toEqual([
    'internal',
    false,
    false,
  ]);
});
