import { hearsChannel } from './mode.js';
import type { SettingValue, Values } from './setting.js';

/** More parts than this are refused: 16 channels hold four each. */
export const mostParts = 64;

/** A row of a table that each part has one of, where `scope` says so; else all parts share it. */
export interface Scoped<Name extends string = string> {
  readonly name: Name;
  readonly scope?: 'part';
}

/** Parts count from 1, and the first has the plain names: `mute`, `part/2/mute`. `part/1/mute` is understood. */
export function partName<Name extends string>(
  part: number,
  name: Name,
): Name | `part/${number}/${Name}` {
  return part === 1 ? name : `part/${part}/${name}`;
}

/** The part that a name is of, and its name there; any other name is one of part 1. */
export function splitPartName(name: string): { readonly part: number; readonly name: string } {
  const [, part, bare] = /^part\/([1-9]\d?)\/(.+)$/.exec(name) ?? [];
  return bare === undefined ? { part: 1, name } : { part: Number(part), name: bare };
}

/** Whether a part, from 1, hears a player on a MIDI channel of 0 to 15; of settings that are not there yet each does. */
export function partHears(values: Values, part: number, channel: number): boolean {
  return hearsChannel(Number(values[partName(part, 'hears')] ?? 0), channel);
}

/** What a row is called that is given for a part. */
export function rowName<Name extends string>(
  row: Scoped<Name>,
  part: number,
): Name | `part/${number}/${Name}` {
  return row.scope === 'part' ? partName(part, row.name) : row.name;
}

/** The rows of a table as one part has them, by their full names: its own, and those that all share. */
export function rowsOf<Row extends Scoped>(table: readonly Row[], part: number): Row[] {
  return table.map((row) => ({ ...row, name: rowName(row, part) }));
}

/** The rows of a table for so many parts, by their full names: those of part 1 and the shared ones first. */
export function spreadRows<Row extends Scoped>(table: readonly Row[], parts: number): Row[] {
  const own = table.filter(({ scope }) => scope === 'part');
  const others = Array.from({ length: parts - 1 }, (_, index) =>
    own.map((row) => ({ ...row, name: partName(index + 2, row.name) })),
  );
  return [...table, ...others.flat()];
}

/** The row of a full name, which it then bears, where there are so many parts; undefined where there is none. */
export function findRow<Row extends Scoped>(
  name: string,
  table: readonly Row[],
  parts = mostParts,
): Row | undefined {
  const split = splitPartName(name);
  const row = table.find((each) => each.name === split.name);
  if (row === undefined || split.part > parts) return undefined;
  if (row.name !== name && row.scope !== 'part') return undefined;
  return split.part === 1 ? row : { ...row, name: partName(split.part, row.name) };
}

/** Whether a name gives a part, from the second on, a row of its own that all parts share. */
export function isShared(name: string, table: readonly Scoped[]): boolean {
  const { part, name: bare } = splitPartName(name);
  return part > 1 && table.some((row) => row.name === bare && row.scope !== 'part');
}

/**
 * A value for every row and part: what was not said of a part is as with part 1, and what was not said at all is the row's
 * default. A part has switches of its own, and a seed, so that two of one model do not play the same.
 */
export function completeValues(
  said: Values,
  table: readonly (Scoped & { readonly default: SettingValue })[],
  parts: number,
): Values {
  const values: Record<string, SettingValue> = {};
  for (const { name, default: fallback } of table) values[name] = said[name] ?? fallback;
  const rows = table.filter(({ scope }) => scope === 'part');
  for (let part = 2; part <= parts; part += 1) {
    for (const { name: bare, default: fallback } of rows) {
      const name = partName(part, bare);
      const first = values[bare]!;
      const own = typeof fallback === 'boolean' ? fallback : first;
      values[name] = said[name] ?? (bare === 'seed' ? Number(first) + part - 1 : own);
    }
  }
  return values;
}
