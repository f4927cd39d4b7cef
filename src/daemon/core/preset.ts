import { Fault } from '../../model/fault.js';
import { clampSetting, quote } from './parse-settings.js';
import { findRow } from './part-settings.js';
import { liveSettings, type SettingValue, type Values } from './settings.js';

/** Settings under a name. */
export interface Preset {
  readonly name: string;
  /** Live settings; those that are not in it stay as they are. */
  readonly values: Values;
}

/** How a recall is played is no part of what is recalled. */
const notKept = ['preset-fade'];

/** A name is a file's too, and is no number, as a number names a place in the list. Fault BAD_VALUE. */
export function presetName(name: string): string {
  const trimmed = name.trim();
  if (/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u.test(trimmed) && /\p{L}/u.test(trimmed))
    return trimmed;
  throw new Fault('BAD_VALUE', `a preset cannot be called ${quote(name)}`, {
    hint: 'letters, digits, spaces, - and _, 40 at most, a letter among them: chorus, verse 2',
  });
}

/** A JSON file to read and edit by hand. */
export function writePreset({ name, values }: Preset): string {
  const kept = Object.entries(values).filter(([key]) => !notKept.includes(key));
  return `${JSON.stringify({ preset: name, values: Object.fromEntries(kept) }, null, 2)}\n`;
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
  for (const [key, raw] of Object.entries(valuesOf(text, file))) {
    const setting = findRow(key, liveSettings);
    if (setting !== undefined) values[key] = clampSetting(setting, raw);
    else strange.push(key);
  }
  if (strange.length > 0) unknown(strange);
  return { name, values };
}

function valuesOf(text: string, file: string): object {
  let preset: unknown;
  try {
    preset = JSON.parse(text);
  } catch {
    preset = undefined;
  }
  const values = (preset as { readonly values?: unknown } | null | undefined)?.values;
  if (typeof values === 'object' && values !== null) return values;
  throw new Fault('FILE_UNREADABLE', 'is no preset', {
    file,
    hint: 'it is JSON such as {"values": {"temperature": 1.2}}; save it again, or mend it',
  });
}

/**
 * The one that is meant: by its name, whatever the case, or by its place in `names`, from 1. Fault UNKNOWN_NAME.
 */
export function findPreset(names: readonly string[], wanted: string): string {
  const number = Number(wanted);
  const found = Number.isInteger(number)
    ? names[number - 1]
    : names.find((name) => name.toLowerCase() === wanted.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new Fault('UNKNOWN_NAME', `there is no preset ${quote(wanted)}`, {
    hint:
      names.length === 0
        ? 'there is none yet: preset-save makes one'
        : `there are ${names.map((name, at) => `${at + 1} ${name}`).join(', ')}`,
  });
}
