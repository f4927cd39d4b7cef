import { Fault } from '../../model/fault.js';
import type { Control } from './control.js';

/** Does what one text frame of the WebSocket protocol asks. Any text at all gives either that or a Fault. */
export function obeyMessage(control: Control, text: string): void {
  const message = parseObject(text);
  switch (message.type) {
    case 'set':
      control.set(requireText(message, 'name'), message.value);
      return;
    case 'do':
      control.do(requireText(message, 'command'), message.argument);
      return;
    default:
      throw new Fault('UNKNOWN_NAME', `there is no message type ${quote(message.type)}`, {
        hint: 'send {"type":"set","name":…,"value":…} or {"type":"do","command":…}',
      });
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault('BAD_VALUE', 'the message is not JSON', { hint: example });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Fault('BAD_VALUE', 'the message is not a JSON object', { hint: example });
}

const example = 'for instance {"type":"set","name":"tempo","value":120}';

function requireText(message: Readonly<Record<string, unknown>>, key: string): string {
  const value = message[key];
  if (typeof value === 'string') return value;
  throw new Fault('BAD_VALUE', `the message has no text for ${quote(key)}`, { hint: example });
}

function quote(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 40);
}
