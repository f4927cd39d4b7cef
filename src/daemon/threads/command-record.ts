import { type Order, orderKinds } from '../../model/orders.js';
import type { CommandEntry, OrderEntry } from '../core/journal-entry.js';
import { type TransportCommand, transportCommands } from '../core/session.js';

const field = { command: 0, part: 1, kind: 2, a: 3, b: 4 } as const;
export const commandFields = 5;
/** The number that stands for no command of the transport. */
const isOrder = transportCommands.length;

/** A command to the transport, or an order to the model of a part, as numbers, to cross threads. */
export class CommandRecord {
  readonly numbers = new Float64Array(commandFields);

  write(entry: CommandEntry | OrderEntry): void {
    const { numbers } = this;
    if (entry.type === 'command') {
      numbers[field.command] = transportCommands.indexOf(entry.command);
      return;
    }
    numbers[field.command] = isOrder;
    numbers[field.part] = entry.part;
    numbers[field.kind] = orderKinds.indexOf(entry.kind);
    numbers[field.a] = entry.a;
    numbers[field.b] = entry.b;
  }

  /** Undefined where it is an order. */
  get command(): TransportCommand | undefined {
    return transportCommands[this.numbers[field.command]!];
  }

  /** Whose model is ordered, from 0. */
  get part(): number {
    return this.numbers[field.part]!;
  }

  get order(): Order {
    const { numbers } = this;
    const kind = orderKinds[numbers[field.kind]!]!;
    return { kind, a: numbers[field.a]!, b: numbers[field.b]! };
  }
}
