import { everything, type Order, type OrderKind } from '../../model/orders.js';
import type { CommandName } from './live-commands.js';

/** A command that is an order to the model of a part. */
export type OrderCommand = OrderKind & CommandName;

/** @param argument as the command's row has it, checked */
export function orderOf(kind: OrderCommand, argument: string | number | undefined): Order {
  if (kind !== 'veto') return { kind, a: 0, b: 0 };
  const [tick, pitch = everything] = String(argument).split(' ').map(Number);
  return { kind, a: tick!, b: pitch };
}
