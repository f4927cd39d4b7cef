import type { NumberSetting } from './setting.js';

/** So many of something, for people: `1 miss`, `2,048 notes`. `what` is one of them. */
export function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${n === 1 ? what : severalOf(what)}`;
}

/** A value of a number setting, for people: 0 in its own word, where it has one. */
export function describeAmount(
  value: string,
  { unit, zero }: Pick<NumberSetting, 'unit' | 'zero'>,
): string {
  return zero !== undefined && Number(value) === 0 ? zero : withUnit(value, unit);
}

/** A value of a setting with its unit, which is written as of several where it is a word: `1 bar`, `1 ms`. */
export function withUnit(value: string, unit: string): string {
  const isOne = Number(value) === 1 && /^[a-z]{3,}s$/.test(unit);
  return `${value} ${isOne ? unit.slice(0, -1) : unit}`.trimEnd();
}

function severalOf(what: string): string {
  return /(s|x|ch|sh)$/.test(what) ? `${what}es` : `${what}s`;
}
