import { Fault } from '../../model/fault.js';
import type { Played } from '../../model/plan-source.js';
import { clampSetting, quote } from './parse-settings.js';
import { findRow } from './part-settings.js';
import { isPlayed } from './played.js';
import type { SettingValue, Values } from './setting.js';
import { liveSettings } from './settings.js';

/** Settings under a name. */
export interface Preset {
  readonly name: string;
  /** Live settings; those that are not in it stay as they are. */
  readonly values: Values;
  /** What each part played before it was saved; empty where that was not wanted. */
  readonly played: readonly Played[];
}

/**
 * How presets are saved and recalled is no part of them, nor what is so on a stage whatever is played there: a song that was
 * saved at home must not take the drummer off the beat of the others. Where a file says it all the same, it is meant.
 */
export const notKept: readonly string[] = [
  ...['preset-fade', 'preset-window', 'pick-up', 'latency'],
  ...['clock', 'clock-out', 'link-start', 'count-in', 'end-after'],
];

/** A name is a file's too, and is no number, as a number names a place in the list. Fault BAD_VALUE. */
export function presetName(name: string): string {
  const trimmed = name.trim();
  if (/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u.test(trimmed) && /\p{L}/u.test(trimmed))
    return trimmed;
  throw new Fault('BAD_VALUE', `a preset cannot be called ${quote(name)}`, {
    hint: 'letters, digits, spaces, - and _, 40 at most, a letter among them: chorus, verse 2',
  });
}

/** A JSON file to read and edit by hand; what was played is on a line of its own. */
export function writePreset({ name, values, played }: Preset): string {
  const kept = Object.entries(values).filter(([key]) => !notKept.includes(key));
  const head = JSON.stringify({ preset: name, values: Object.fromEntries(kept) }, null, 2);
  if (played.length === 0) return `${head}\n`;
  return `${head.slice(0, -2)},\n  "played": ${JSON.stringify(played)}\n}\n`;
}

/**
 * What such a file says, each value the nearest allowed one. Settings that this version does not know are left out, and
 * `unknown` is told them. Fault FILE_UNREADABLE, BAD_VALUE.
 */
export function readPreset(
  text: string,
  name: string,
  file: string,
  unknown: (names: readonly string[]) => void,
): Preset {
  const values: Record<string, SettingValue> = {};
  const strange: string[] = [];
  const preset = parsePreset(text, file);
  for (const [key, raw] of Object.entries(preset.values)) {
    const setting = findRow(key, liveSettings);
    if (setting !== undefined) values[key] = clampSetting(setting, raw);
    else strange.push(key);
  }
  if (strange.length > 0) unknown(strange);
  return { name, values, played: preset.played };
}

interface Parsed {
  readonly values: object;
  readonly played: readonly Played[];
}

function parsePreset(text: string, file: string): Parsed {
  let preset: unknown;
  try {
    preset = JSON.parse(text);
  } catch {
    preset = undefined;
  }
  const { values, played = [] } = (preset ?? {}) as Partial<Record<keyof Parsed, unknown>>;
  const isWhole = Array.isArray(played) && played.every(isPlayed);
  if (typeof values === 'object' && values !== null && isWhole) return { values, played };
  throw new Fault('FILE_UNREADABLE', 'is no preset', {
    file,
    hint: 'it is JSON such as {"values": {"temperature": 1.2}}; save it again, or mend it',
  });
}

/**
 * The one that is meant: by its name, whatever the case, or by its place in `names`, from 1. Fault UNKNOWN_NAME.
 */
export function findPreset(names: readonly string[], wanted: string): string {
  const typed = wanted.trim();
  const found = /^\d+$/.test(typed)
    ? names[Number(typed) - 1]
    : (names.find((name) => name === typed) ??
      names.find((name) => name.toLowerCase() === typed.toLowerCase()));
  if (found !== undefined) return found;
  throw new Fault('UNKNOWN_NAME', `there is no preset ${quote(wanted)}`, {
    hint:
      names.length === 0
        ? 'there is none yet; this makes one: preset-save chorus'
        : `there are ${names.map((name, at) => `${at + 1} ${name}`).join(', ')}`,
  });
}
