import type { GroupName } from './setting-groups.js';

interface SettingBase {
  /** Flag `--name`, environment `GHOSTNOTE_NAME`, OSC `/ghostnote/name`. Lower case, words joined by hyphens. */
  readonly name: string;
  readonly help: string;
  /** One-letter flag, `-o`. */
  readonly short?: string;
  /** May change while it plays; others are read once at the start. */
  readonly live: boolean;
  /** Where pages, help and layouts show it: each row of the table has one, a command's own rows do not. */
  readonly group?: GroupName;
  /** For one run of the program: a file of settings cannot have it. */
  readonly once?: boolean;
  /** Each part has its own: the plain name for part 1, `part/2/name` for part 2. All parts share the others. */
  readonly scope?: 'part';
}

export interface NumberSetting extends SettingBase {
  readonly type: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Smallest change that a knob or key makes; an integer step means an integer setting, unless it is `fine`. */
  readonly step: number;
  /** What lies between two steps can be typed, and sent. */
  readonly fine?: boolean;
  readonly unit: string;
  /** What 0 means, in a word, where it is no amount: off. */
  readonly zero?: string;
  /** It is a MIDI pitch, which people call by its name: C4 is 60. */
  readonly pitch?: boolean;
}

export interface BooleanSetting extends SettingBase {
  readonly type: 'boolean';
  readonly default: boolean;
}

/** One of a few words. */
export interface ChoiceSetting extends SettingBase {
  readonly type: 'choice';
  readonly choices: readonly string[];
  readonly default: string;
}

export interface StringSetting extends SettingBase {
  readonly type: 'string';
  readonly default: string;
}

export type Setting = NumberSetting | BooleanSetting | ChoiceSetting | StringSetting;
export type SettingValue = number | boolean | string;
export type Values = Readonly<Record<string, SettingValue>>;

/** A row of a table of settings: this one, or a command's own. */
export const number = (
  name: string,
  range: readonly [min: number, max: number, step: number],
  fallback: number,
  unit: string,
  help: string,
  live = true,
): NumberSetting => ({
  type: 'number',
  name,
  min: range[0],
  max: range[1],
  step: range[2],
  default: fallback,
  unit,
  help,
  live,
});
export const text = (name: string, fallback: string, help: string): StringSetting => ({
  type: 'string',
  name,
  default: fallback,
  help,
  live: false,
});
export const flag = (name: string, help: string, live = false): BooleanSetting => ({
  type: 'boolean',
  name,
  default: false,
  help,
  live,
});
/** The first choice is the default. */
export const choice = (
  name: string,
  choices: readonly [string, ...string[]],
  help: string,
): ChoiceSetting => ({ type: 'choice', name, choices, default: choices[0], help, live: true });

export const fine = (row: NumberSetting): NumberSetting => ({ ...row, fine: true });

export const pitched = (row: NumberSetting): NumberSetting => ({ ...row, pitch: true });

export const zeroIs = (zero: string, row: NumberSetting): NumberSetting => ({ ...row, zero });

export const once = <Row extends Setting>(row: Row): Row => ({ ...row, once: true });

/** Rows that belong to a group. */
export const grouped = (group: GroupName, ...rows: readonly Setting[]): Setting[] =>
  rows.map((row) => ({ ...row, group }));

/** The same, of which each part has its own. */
export const perPart = (group: GroupName, ...rows: readonly Setting[]): Setting[] =>
  rows.map((row) => ({ ...row, group, scope: 'part' }));
