import { partName } from './part-settings.js';
import type { Values } from './setting.js';

/** The MIDI outputs that parts play to. */
export interface PartPorts {
  /** Each once, that of part 1 first. */
  readonly names: readonly string[];
  /** Of each part, its place in `names`. */
  readonly of: readonly number[];
}

/** `values` as `completeValues` has them. */
export function partPorts(values: Values, parts: number): PartPorts {
  const wanted = Array.from({ length: parts }, (_, part) =>
    String(values[partName(part + 1, 'midi-out')]),
  );
  const names = [...new Set(wanted)];
  return { names, of: wanted.map((name) => names.indexOf(name)) };
}
