import type { Controls } from '../../model/tick.js';
import { liveSettings, type Values } from './settings.js';

/** The live settings as numbers, in the order of the settings table: how they cross threads. */
export const liveCount = liveSettings.length;

/** `values` into `live` [liveCount]; a name that is missing takes its default. */
export function packLive(values: Values, live: Float64Array): void {
  liveSettings.forEach((setting, index) => {
    live[index] = Number(values[setting.name] ?? setting.default);
  });
}

/** BPM. */
export function tempoOf(live: Float64Array): number {
  return live[indices.tempo]!;
}

/** MIDI channel, 0 to 15. */
export function channelOf(live: Float64Array): number {
  return live[indices.channel]! - 1;
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
  };
}

const indices = {
  tempo: indexOf('tempo'),
  channel: indexOf('channel'),
  temperature: indexOf('temperature'),
  topK: indexOf('top-k'),
  topP: indexOf('top-p'),
  seed: indexOf('seed'),
  dynamics: indexOf('dynamics'),
  humanize: indexOf('humanize'),
};

function indexOf(name: string): number {
  return liveSettings.findIndex((setting) => setting.name === name);
}
