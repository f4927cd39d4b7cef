import { partName } from './part-settings.js';
import type { Values } from './setting.js';

/**
 * Why a part, from 1, of so many is not heard while it plays: it is muted, or others are solo and it is not. Null where
 * it is heard. For clients: the clock thread has `mutedOf`.
 */
export function silenceOf(
  values: Values,
  part: number,
  parts: number,
): 'muted' | 'silenced by solo' | null {
  const isSolo = (one: number): boolean => values[partName(one, 'solo')] === true;
  if (values[partName(part, 'mute')] === true) return 'muted';
  if (isSolo(part)) return null;
  const others = Array.from({ length: parts }, (_, index) => index + 1);
  return others.some(isSolo) ? 'silenced by solo' : null;
}
