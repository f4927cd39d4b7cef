import { Fault } from '../../model/fault.js';
import { toNumber } from './amount.js';
import { quote } from './parse-settings.js';
import type { CommandArgument } from './live-commands.js';

/** The part of a command's row that its argument is checked against. */
export interface Commanded {
  readonly name: string;
  readonly argument?: CommandArgument;
}

/**
 * A command's argument as a client sent it. A number may come as text, as scripts send it, and text
 * as a number, as a fader would name preset 3. Fault BAD_VALUE where it is missing, or not that.
 */
export function parseCommandArgument(
  { name, argument }: Commanded,
  raw: unknown,
): string | number | undefined {
  if (argument === undefined) {
    if (raw === undefined) return undefined;
    throw new Fault('BAD_VALUE', `${name} takes nothing, not ${quote(raw)}`, {
      hint: `send ${name} alone`,
    });
  }
  if (raw === undefined || raw === '') {
    if (argument.optional === true) return undefined;
    throw new Fault('BAD_VALUE', `${name} needs ${argument.name}`, { hint: argument.help });
  }
  const value = argument.type === 'number' ? asNumber(raw) : asText(raw, argument.pattern);
  if (value !== undefined) return value;
  throw new Fault('BAD_VALUE', `${name} cannot take ${quote(raw)} for ${argument.name}`, {
    hint: `send ${argument.type === 'number' ? 'a number' : 'text'}: ${argument.help}`,
  });
}

function asNumber(raw: unknown): number | undefined {
  const value = typeof raw === 'string' ? toNumber(raw) : raw;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function asText(raw: unknown, pattern = '.*'): string | undefined {
  const text = typeof raw === 'number' && Number.isFinite(raw) ? String(raw) : raw;
  return typeof text === 'string' && new RegExp(`^(?:${pattern})$`, 's').test(text)
    ? text
    : undefined;
}
