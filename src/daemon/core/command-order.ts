import { everything, type Order, type OrderKind, orderKinds } from '../../model/orders.js';
import type { CommandName } from './live-commands.js';

/** Whether a command is an order to the model of a part. */
export function isOrder(command: CommandName): command is OrderKind & CommandName {
  return (orderKinds as readonly string[]).includes(command);
}

/** @param argument as the command's row has it, checked */
export function orderOf(kind: OrderKind, argument: string | number | undefined): Order {
  if (kind !== 'veto') return { kind, a: 0, b: 0 };
  const [tick, pitch = everything] = String(argument).split(' ').map(Number);
  return { kind, a: tick!, b: pitch };
}
