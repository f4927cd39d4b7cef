import { clampSetting } from './parse-settings.js';
import { findRow } from './part-settings.js';
import { isPlayed } from './played.js';
import type { SettingValue, Values } from './setting.js';
import { settings } from './settings.js';
import type { BarLine, Snapshot } from './snapshot.js';
import { isWholeWithin, isWithin } from './within.js';

/** Of a fade; a preset's takes no more. */
const mostBars = 64;

/**
 * The snapshot that a text is; undefined where it is none, or one of another version, or damaged: whoever goes on from it
 * must not die of it again. Settings that are none here, or cannot be so, are left out.
 */
export function parseSnapshot(text: string): Snapshot | undefined {
  let found: Partial<Record<keyof Snapshot, unknown>>;
  try {
    found = recordOf(JSON.parse(text));
  } catch {
    return undefined;
  }
  const { format, playing, line, played, keys, paired } = found;
  if (format !== 2 || typeof playing !== 'boolean' || !(line === null || isLine(line)))
    return undefined;
  if (!isListOf(played, isPlayed) || !isListOf(keys, isKey)) return undefined;
  if (!isListOf(paired, isText)) return undefined;
  const values = settingsOf(recordOf(found.values));
  // A version before this one left none.
  const preset = isText(found.preset) ? found.preset : null;
  const fade = fadeOf(recordOf(found.fade));
  return { format, values, playing, line, played, keys, paired, preset, fade };
}

function fadeOf({ values, bars }: Readonly<Record<string, unknown>>): Snapshot['fade'] {
  if (!isWholeWithin(bars, 0, mostBars)) return null;
  return { values: settingsOf(recordOf(values)), bars };
}

function settingsOf(said: Readonly<Record<string, unknown>>): Values {
  const values: Record<string, SettingValue> = {};
  for (const [name, raw] of Object.entries(said)) {
    const row = findRow(name, settings);
    try {
      if (row !== undefined) values[name] = clampSetting(row, raw);
    } catch {
      // It stays as it is said on the command line.
    }
  }
  return values;
}

/** Of what is no object, one without anything. */
function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isListOf<Item>(list: unknown, is: (item: unknown) => item is Item): list is Item[] {
  return Array.isArray(list) && list.every(is);
}

function isLine(value: unknown): value is BarLine {
  const { tick, at, bpm, ticksPerBar, grid } = recordOf(value);
  const counts = [ticksPerBar, grid].every((count) => isWholeWithin(count, 1, 4096));
  return counts && isWholeWithin(tick, 0, 2 ** 48) && Number.isFinite(at) && isWithin(bpm, 1, 1000);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isKey(value: unknown): value is number {
  return isWholeWithin(value, 0, 16 * 128 - 1);
}
