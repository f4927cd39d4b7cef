import type { Controls } from '../../model/tick.js';
import type { Micros } from './clock.js';
import { leads, modes, type ModeSettings, tradeFirsts } from './mode.js';
import { chords, pitchClassesOf, scales } from './scales.js';
import { liveSettings, type Setting, type SettingValue, type Values } from './settings.js';

/** The live settings as numbers, in the order of the settings table: how they cross threads. */
export const liveCount = liveSettings.length;

/** `values` into `live` [liveCount]; a name that is missing takes its default. */
export function packLive(values: Values, live: Float64Array): void {
  liveSettings.forEach((setting, index) => {
    live[index] = toNumber(setting, values[setting.name] ?? setting.default);
  });
}

/** A choice is its place among the choices. */
function toNumber(setting: Setting, value: SettingValue): number {
  return setting.type === 'choice' ? setting.choices.indexOf(String(value)) : Number(value);
}

/** BPM. */
export function tempoOf(live: Float64Array): number {
  return live[indices.tempo]!;
}

/** MIDI channel, 0 to 15. */
export function channelOf(live: Float64Array): number {
  return live[indices.channel]! - 1;
}

/** Whether it follows a MIDI clock. */
export function followsMidi(live: Float64Array): boolean {
  return live[indices.clock] === 1;
}

export function sendsClock(live: Float64Array): boolean {
  return live[indices.clockOut] === 1;
}

/** Added to every instant at which it plays. */
export function nudgeOf(live: Float64Array): Micros {
  return Math.round(live[indices.nudge]! * 1000);
}

/** 0.5 to 0.75: where the second of two ticks lies between them. */
export function swingOf(live: Float64Array): number {
  return live[indices.swing]! / 100;
}

export function beatsPerBarOf(live: Float64Array): number {
  return live[indices.beatsPerBar]!;
}

export function controlsOf(live: Float64Array): Controls {
  return {
    temperature: live[indices.temperature]!,
    topK: live[indices.topK]!,
    topP: live[indices.topP]!,
    seed: live[indices.seed]!,
    dynamics: live[indices.dynamics]!,
    humanize: live[indices.humanize]!,
    tempo: live[indices.tempo]!,
    style: live[indices.style]!,
    density: live[indices.density]!,
    repetition: live[indices.repetition]!,
    cache: live[indices.cache]!,
    freeze: live[indices.freeze]!,
    pitchClasses: pitchClassesOf(
      live[indices.root]!,
      scales[live[indices.scale]!]!,
      chords[live[indices.chord]!]!,
    ),
    lowest: live[indices.lowest]!,
    highest: live[indices.highest]!,
  };
}

export function modeOf(live: Float64Array): ModeSettings {
  return {
    mode: modes[live[indices.mode]!]!,
    listen: live[indices.listen]!,
    lead: leads[live[indices.lead]!]!,
    patience: live[indices.patience]!,
    tradeBars: live[indices.tradeBars]!,
    tradeFirst: tradeFirsts[live[indices.tradeFirst]!]!,
  };
}

const indices = {
  tempo: indexOf('tempo'),
  channel: indexOf('channel'),
  clock: indexOf('clock'),
  clockOut: indexOf('clock-out'),
  nudge: indexOf('nudge'),
  swing: indexOf('swing'),
  beatsPerBar: indexOf('beats-per-bar'),
  mode: indexOf('mode'),
  listen: indexOf('listen'),
  lead: indexOf('lead'),
  patience: indexOf('patience'),
  tradeBars: indexOf('trade-bars'),
  tradeFirst: indexOf('trade-first'),
  temperature: indexOf('temperature'),
  topK: indexOf('top-k'),
  topP: indexOf('top-p'),
  seed: indexOf('seed'),
  dynamics: indexOf('dynamics'),
  humanize: indexOf('humanize'),
  style: indexOf('style'),
  density: indexOf('density'),
  repetition: indexOf('repetition'),
  cache: indexOf('cache'),
  freeze: indexOf('freeze'),
  root: indexOf('root'),
  scale: indexOf('scale'),
  chord: indexOf('chord'),
  lowest: indexOf('lowest'),
  highest: indexOf('highest'),
};

function indexOf(name: string): number {
  return liveSettings.findIndex((setting) => setting.name === name);
}
