import { parse, TomlError } from 'smol-toml';
import { Fault } from '../../model/fault.js';
import { parseSetting, requireSetting } from './parse-settings.js';
import { findRow } from './part-settings.js';
import type { Setting, SettingValue, Values } from './setting.js';
import { fileSettings } from './settings.js';

/** As a file spells a setting, for hints. */
export const asToml = (name: string, value: SettingValue): string =>
  `${name.replaceAll('/', '.')} = ${JSON.stringify(value)}`;

/**
 * The settings in a TOML file: `name = value`, and `[part.2]` for those called `part/2/name`.
 * Faults name the file and, where it can be told, the line: UNKNOWN_NAME, with the nearest name;
 * BAD_VALUE for a value that the setting does not take, and for what is not TOML 1.0.
 */
export function readConfig(toml: string, file: string): Values {
  const values: Record<string, SettingValue> = {};
  for (const [path, raw] of flatten(parseToml(toml, file), [])) {
    const name = path.join('/');
    try {
      const setting = requireSetting(name, fileSettings);
      values[setting.name] = readValue(setting, raw);
    } catch (error) {
      throw error instanceof Fault ? error.in(placeOf(path, toml, file)) : error;
    }
  }
  return values;
}

function readValue(setting: Setting, raw: unknown): SettingValue {
  if (typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean')
    return parseSetting(setting, raw, asToml);
  const { name, default: fallback } = setting;
  throw new Fault('BAD_VALUE', `${name} takes one value, not a list, a table or a date`, {
    hint: `for instance ${asToml(name, fallback)}`,
  });
}

function parseToml(toml: string, file: string): object {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [why = ''] = error.message.replace('Invalid TOML document: ', '').split('\n');
    throw new Fault('BAD_VALUE', `it is not TOML at column ${error.column}: ${why}`, {
      file: `${file}, line ${error.line}`,
      hint: 'a line is name = value, with text in quotes; ghostnote init writes an example',
      cause: error,
    });
  }
}

/** Each value with the names of the tables around it. A table where a setting was meant is a value too. */
function* flatten(
  table: object,
  around: readonly string[],
): Generator<readonly [path: readonly string[], value: unknown]> {
  for (const [key, value] of Object.entries(table) as [string, unknown][]) {
    const path = [...around, key];
    const isTable = typeof value === 'object' && value !== null && value.constructor !== Date;
    const isSetting = findRow(path.join('/'), fileSettings) !== undefined;
    if (isTable && !Array.isArray(value) && !isSetting) yield* flatten(value, path);
    else yield [path, value];
  }
}

/** The parser keeps no lines, so the line that says the key is looked for; in an inline table there is none. */
function placeOf(path: readonly string[], toml: string, file: string): string {
  let table: readonly string[] = [];
  for (const [at, line] of toml.split('\n').entries()) {
    const header = /^\s*\[([^[\]]+)\]/.exec(line);
    if (header !== null) table = keysOf(header[1]!);
    const key = /^\s*([^=#[]+?)\s*=/.exec(line)?.[1];
    if (key === undefined) continue;
    if ([...table, ...keysOf(key)].join('/') === path.join('/')) return `${file}, line ${at + 1}`;
  }
  return file;
}

/** `part."2".mute`, as one writes it, to its names. */
function keysOf(dotted: string): string[] {
  return dotted.split('.').map((key) => key.trim().replace(/^(["'])(.*)\1$/, '$2'));
}
