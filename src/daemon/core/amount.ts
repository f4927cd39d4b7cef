import { pitchName, readPitch } from '../../model/codec/pitch-name.js';
import type { NumberSetting } from './setting.js';

type Row = Pick<NumberSetting, 'unit' | 'zero' | 'pitch'>;

/** A value of a number setting, for people: 0 in its own word, where it has one, a pitch by its name. */
export function describeAmount(value: string, { unit, zero, pitch }: Row): string {
  const number = Number(value);
  if (number === 0 && zero !== undefined) return zero;
  return pitch === true ? pitchName(number) : withUnit(value, unit);
}

/** The number that people mean by a text: what `describeAmount` says without its unit, or decimals. Undefined where it is none. */
export function readAmount(text: string, { zero, pitch }: Row): number | undefined {
  const said = text.trim().toLowerCase();
  if (said === zero) return 0;
  return (pitch === true ? readPitch(said) : undefined) ?? toNumber(said);
}

/** Decimal text as people write it; undefined for anything else, so no hex, no blanks, no Infinity. */
export function toNumber(text: string): number | undefined {
  const value = decimal.test(text.trim()) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A value of a setting with its unit, which is written as of several where it is a word: `1 bar`, `1 ms`. */
export function withUnit(value: string, unit: string): string {
  const isOne = Number(value) === 1 && /^[a-z]{3,}s$/.test(unit);
  return `${value} ${isOne ? unit.slice(0, -1) : unit}`.trimEnd();
}
