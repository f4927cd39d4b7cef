import type { CodecSpec } from '../../model/codec/codec.js';
import { stepMaterials } from '../../model/codec/step-material.js';
import type { Controls } from '../../model/tick.js';
import { type BeatSource, beatSources } from './clock-status.js';
import type { Micros } from './clock.js';
import { leads, modes, type ModeSettings, tradeFirsts } from './mode.js';
import { completeValues, partName } from './part-settings.js';
import { chords, pitchClassesOf, scales } from './scales.js';
import type { Setting, SettingValue, Values } from './setting.js';
import { liveSettings } from './settings.js';
import { type Swing, swungNotes } from './swing.js';

/** Of what crosses as numbers: the rows that all parts share, and those that each part has. */
const numeric = liveSettings.filter(({ type }) => type !== 'string');
const shared = numeric.filter(({ scope }) => scope === undefined);
const own = numeric.filter(({ scope }) => scope === 'part');

/** How many numbers the live settings of so many parts are, in memory that threads share. */
export function liveCount(parts: number): number {
  return shared.length + parts * own.length;
}

/** `values` into `live` [liveCount(parts)]; what was not said is as `completeValues` has it. */
export function packLive(values: Values, live: Float64Array): void {
  const parts = partsOf(live);
  const complete = completeValues(values, numeric, parts);
  shared.forEach((setting, at) => (live[at] = toNumber(setting, complete[setting.name]!)));
  for (let part = 0; part < parts; part += 1) {
    own.forEach((setting, at) => {
      const value = complete[partName(part + 1, setting.name)]!;
      live[placeOf(part) + at] = toNumber(setting, value);
    });
  }
}

function partsOf(live: Float64Array): number {
  return (live.length - shared.length) / own.length;
}

/** A choice is its place among the choices. */
function toNumber(setting: Setting, value: SettingValue): number {
  return setting.type === 'choice' ? setting.choices.indexOf(String(value)) : Number(value);
}

/** BPM. */
export function tempoOf(live: Float64Array): number {
  return live[indices.tempo]!;
}

export function beatSourceOf(live: Float64Array): BeatSource {
  return beatSources[live[indices.clock]!]!;
}

export function sendsClock(live: Float64Array): boolean {
  return live[indices.clockOut] === 1;
}

/** Added to every instant at which it plays. */
export function nudgeOf(live: Float64Array): Micros {
  return Math.round(live[indices.nudge]! * 1000);
}

/** How late a player's keys come. */
export function latencyOf(live: Float64Array): Micros {
  return Math.round(live[indices.latency]! * 1000);
}

export function swingOf(live: Float64Array): Swing {
  return { share: live[indices.swing]! / 100, notes: swungNotes[live[indices.swungNotes]!]! };
}

export function beatsPerBarOf(live: Float64Array): number {
  return live[indices.beatsPerBar]!;
}

/** MIDI channel of a part that plays a material, 0 to 15. Parts are counted from 0, here and below. */
export function channelOf(
  live: Float64Array,
  part: number,
  material: CodecSpec['material'],
): number {
  const channel = live[placeOf(part) + places.channel]!;
  return channel > 0 ? channel - 1 : stepMaterials[material].channel;
}

/** A factor on loudness. */
export function levelOf(live: Float64Array, part: number): number {
  return live[placeOf(part) + places.level]!;
}

/** Whether a part is silent: it is muted, or another is solo and it is not. */
export function mutedOf(live: Float64Array, part: number): boolean {
  if (live[placeOf(part) + places.mute] === 1) return true;
  if (live[placeOf(part) + places.solo] === 1) return false;
  for (let other = 0; other < partsOf(live); other += 1) {
    if (live[placeOf(other) + places.solo] === 1) return true;
  }
  return false;
}

/** Added to every instant at which a part plays. */
export function delayOf(live: Float64Array, part: number): Micros {
  return Math.round(live[placeOf(part) + places.delay]! * 1000);
}

export function controlsOf(live: Float64Array, part: number): Controls {
  const at = placeOf(part);
  return {
    temperature: live[at + places.temperature]!,
    topK: live[at + places.topK]!,
    topP: live[at + places.topP]!,
    seed: live[at + places.seed]!,
    dynamics: live[at + places.dynamics]!,
    humanize: live[at + places.humanize]!,
    tempo: tempoOf(live),
    style: live[at + places.style]!,
    density: live[at + places.density]!,
    repetition: live[at + places.repetition]!,
    reprise: live[at + places.reprise]!,
    cache: live[at + places.cache]!,
    planBars: live[at + places.planBars]!,
    accent: 0,
    blend: live[at + places.blend]!,
    freeze: live[at + places.freeze]!,
    pitchClasses: pitchClassesOf(
      live[indices.root]!,
      scales[live[indices.scale]!]!,
      chords[live[indices.chord]!]!,
    ),
    lowest: live[at + places.lowest]!,
    highest: live[at + places.highest]!,
    transpose: live[at + places.transpose]!,
  };
}

export function modeOf(live: Float64Array, part: number): ModeSettings {
  const at = placeOf(part);
  return {
    mode: modes[live[at + places.mode]!]!,
    listen: live[at + places.listen]!,
    hears: live[at + places.hears]!,
    lead: leads[live[at + places.lead]!]!,
    patience: live[at + places.patience]!,
    tradeBars: live[at + places.tradeBars]!,
    split: live[at + places.split]!,
    tradeFirst: tradeFirsts[live[at + places.tradeFirst]!]!,
  };
}

const indices = {
  tempo: indexIn(shared, 'tempo'),
  clock: indexIn(shared, 'clock'),
  clockOut: indexIn(shared, 'clock-out'),
  nudge: indexIn(shared, 'nudge'),
  latency: indexIn(shared, 'latency'),
  swing: indexIn(shared, 'swing'),
  swungNotes: indexIn(shared, 'swing-notes'),
  beatsPerBar: indexIn(shared, 'beats-per-bar'),
  root: indexIn(shared, 'root'),
  scale: indexIn(shared, 'scale'),
  chord: indexIn(shared, 'chord'),
};

/** In the numbers of one part. */
const places = {
  channel: indexIn(own, 'channel'),
  level: indexIn(own, 'level'),
  delay: indexIn(own, 'delay'),
  mute: indexIn(own, 'mute'),
  solo: indexIn(own, 'solo'),
  mode: indexIn(own, 'mode'),
  listen: indexIn(own, 'listen'),
  hears: indexIn(own, 'hears'),
  lead: indexIn(own, 'lead'),
  patience: indexIn(own, 'patience'),
  tradeBars: indexIn(own, 'trade-bars'),
  split: indexIn(own, 'split'),
  tradeFirst: indexIn(own, 'trade-first'),
  temperature: indexIn(own, 'temperature'),
  topK: indexIn(own, 'top-k'),
  topP: indexIn(own, 'top-p'),
  seed: indexIn(own, 'seed'),
  dynamics: indexIn(own, 'dynamics'),
  humanize: indexIn(own, 'humanize'),
  style: indexIn(own, 'style'),
  density: indexIn(own, 'density'),
  repetition: indexIn(own, 'repetition'),
  reprise: indexIn(own, 'reprise'),
  cache: indexIn(own, 'cache'),
  planBars: indexIn(own, 'plan-bars'),
  blend: indexIn(own, 'blend'),
  freeze: indexIn(own, 'freeze'),
  lowest: indexIn(own, 'lowest'),
  highest: indexIn(own, 'highest'),
  transpose: indexIn(own, 'transpose'),
};

function placeOf(part: number): number {
  return shared.length + part * own.length;
}

function indexIn(rows: readonly Setting[], name: string): number {
  return rows.findIndex((setting) => setting.name === name);
}
