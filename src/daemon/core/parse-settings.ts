import { Fault } from '../../model/fault.js';
import { nearestName } from './nearest.js';
import {
  findRow,
  isShared,
  mostParts,
  partName,
  type Scoped,
  splitPartName,
} from './part-settings.js';
import type { ChoiceSetting, NumberSetting, Setting, SettingValue } from './setting.js';
import { describeAmount, readAmount } from './amount.js';
import { count } from './count.js';

/** How a setting is given a value, for hints. */
export type Spell = (name: string, value: SettingValue) => string;

/** As on the command line. */
const asFlag: Spell = (name, value) =>
  typeof value === 'boolean' ? `--${name}${value ? '' : '=false'}` : `--${name} ${value}`;

/**
 * A value as a flag, environment variable or file gives it: nothing plays yet, so a bad one is
 * refused rather than bent. Fault BAD_VALUE names the value, the range and the nearest good value.
 */
export function parseSetting(
  setting: Setting,
  raw: string | number | boolean,
  spell: Spell = asFlag,
): SettingValue {
  switch (setting.type) {
    case 'number':
      return parseNumber(setting, raw, spell);
    case 'boolean':
      return parseBoolean(setting.name, raw, spell);
    case 'choice':
      return parseChoice(setting, raw);
    case 'string':
      if (typeof raw === 'string') return raw;
      throw new Fault('BAD_VALUE', `${setting.name} ${raw} is not text`, {
        hint: `put it in quotes: "${raw}"`,
      });
  }
}

/**
 * A value from a live control: the nearest allowed one, whole where the setting is.
 * Fault BAD_VALUE where there is no nearest: not a finite number, or another type.
 */
export function clampSetting(setting: Setting, raw: unknown): SettingValue {
  if (setting.type === 'number') {
    if (typeof raw === 'number' && Number.isFinite(raw)) return nearestAllowed(setting, raw);
    throw new Fault('BAD_VALUE', `${setting.name} cannot be ${quote(raw)}`, {
      hint: `send a number, ${numbersOf(setting)}`,
    });
  }
  if (setting.type === 'choice') return parseChoice(setting, raw);
  if (typeof raw === setting.type) return raw as SettingValue;
  const wanted = setting.type === 'boolean' ? 'true or false' : 'text';
  throw new Fault('BAD_VALUE', `${setting.name} cannot be ${quote(raw)}`, {
    hint: `send ${wanted}`,
  });
}

/** The row of that name, of any of so many parts, or Fault UNKNOWN_NAME with the name that was probably meant. */
export function requireSetting(
  name: string,
  table: readonly Setting[],
  parts = mostParts,
): Setting {
  const setting = findRow(name, table, parts);
  if (setting !== undefined) return setting;
  throw new Fault('UNKNOWN_NAME', `there is no setting ${quote(name)}`, {
    hint: hintName(name, table, parts),
  });
}

/** What was probably meant by a name that is in no row. */
export function hintName(
  name: string,
  table: readonly Scoped[],
  parts = mostParts,
  spell = (meant: string) => meant,
): string {
  const { part, name: bare } = splitPartName(name);
  if (isShared(name, table)) return `all parts share ${spell(bare)}`;
  const rows = part === 1 ? table : table.filter(({ scope }) => scope === 'part');
  const known = rows.some((row) => row.name === bare);
  if (known && part > parts)
    return `there ${parts === 1 ? 'is' : 'are'} ${count(parts, 'part')}; start with --parts ${part} for so many`;
  const names = rows.map((row) => row.name);
  const near = nearestName(bare, names);
  if (near !== undefined) return `did you mean ${spell(partName(part, near))}?`;
  return `there are ${names.map((each) => spell(partName(part, each))).join(', ')}`;
}

/** For people: `20 to 300 BPM`, `0 to 127, or C-1 to G9`. */
export function describeRange(setting: NumberSetting): string {
  const { min, max, pitch } = setting;
  if (pitch !== true) return numbersOf(setting);
  const [low, high] = [min, max].map((end) => describeAmount(String(end), { unit: '', pitch }));
  return `${numbersOf(setting)}, or ${low} to ${high}`;
}

/** The same for programs: names of pitches are for people. */
function numbersOf({ min, max, unit }: NumberSetting): string {
  return `${min} to ${max}${unit === '' ? '' : ` ${unit}`}`;
}

/** For people: `internal or midi`. */
export function describeChoices({ choices }: ChoiceSetting): string {
  return choices.join(' or ');
}

/** What it takes, for people; empty for text and for on and off. */
export function describeValues(setting: Setting): string {
  if (setting.type === 'number') return describeRange(setting);
  return setting.type === 'choice' ? describeChoices(setting) : '';
}

/** A whole-numbered step makes a whole-numbered setting, unless it is a fine one. */
export function isWhole({ step, fine }: NumberSetting): boolean {
  return Number.isInteger(step) && fine !== true;
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', '0'].map((word) => [word, false] as const),
]);

/** Whether it is a word for true or for false, in any case. */
export function isTruth(word: string): boolean {
  return truths.has(word.toLowerCase());
}

/** False for what is no number, too. */
export function isInRange({ min, max }: NumberSetting, value: unknown): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}

function parseNumber(setting: NumberSetting, raw: string | number | boolean, spell: Spell): number {
  const { name } = setting;
  const range = describeRange(setting);
  const value = typeof raw === 'string' ? readAmount(raw, setting) : raw;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    const what = setting.pitch === true ? 'is no pitch' : 'is not a number';
    throw new Fault('BAD_VALUE', `${name} ${quote(raw)} ${what} (range ${range})`, {
      hint: `for instance ${spell(name, setting.pitch === true ? 'C4' : setting.default)}`,
    });
  }
  const allowed = nearestAllowed(setting, value);
  if (allowed === value) return allowed;
  const what = isInRange(setting, value) ? 'is not a whole number' : 'is out of range';
  throw new Fault('BAD_VALUE', `${name} ${value} ${what} (range ${range})`, {
    hint: `the nearest it takes is ${spell(name, allowed)}`,
  });
}

function parseBoolean(name: string, raw: string | number | boolean, spell: Spell): boolean {
  const value = truths.get(String(raw).toLowerCase());
  if (value !== undefined) return value;
  throw new Fault('BAD_VALUE', `${name} ${quote(raw)} is neither true nor false`, {
    hint: `for instance ${spell(name, true)} or ${spell(name, false)}`,
  });
}

/** The same for a flag and a live control: of words none is nearest. */
function parseChoice(setting: ChoiceSetting, raw: unknown): string {
  const { name, choices } = setting;
  const text = typeof raw === 'string' ? raw.toLowerCase() : '';
  const value = choices.find((each) => each.toLowerCase() === text);
  if (value !== undefined) return value;
  const near = nearestName(text, choices);
  const meant = near === undefined ? '' : `; did you mean ${near}?`;
  throw new Fault('BAD_VALUE', `${name} cannot be ${quote(raw)}`, {
    hint: `it takes ${describeChoices(setting)}${meant}`,
  });
}

/** Adding 0 turns -0 into 0. */
function nearestAllowed(setting: NumberSetting, value: number): number {
  const clamped = Math.min(setting.max, Math.max(setting.min, value));
  return (isWhole(setting) ? Math.round(clamped) : clamped) + 0;
}

const longestQuote = 40;

/** What was given, for a message, and not too much of it. */
export function quote(raw: unknown): string {
  // A stranger's object may have no text of its own: {"toString": false}.
  if (typeof raw === 'object' && raw !== null) return Array.isArray(raw) ? 'a list' : 'an object';
  const text = typeof raw === 'string' ? JSON.stringify(raw) : String(raw);
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}
