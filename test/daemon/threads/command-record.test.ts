import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderKinds } from '../../../src/model/orders.js';
import type { CommandEntry, OrderEntry } from '../../../src/daemon/core/journal-entry.js';
import { transportCommands } from '../../../src/daemon/core/session.js';
import { CommandRecord } from '../../../src/daemon/threads/command-record.js';

const entries: fc.Arbitrary<CommandEntry | OrderEntry> = fc.oneof(
  fc.record({
    type: fc.constant('command' as const),
    command: fc.constantFrom(...transportCommands),
  }),
  fc.record({
    type: fc.constant('order' as const),
    part: fc.nat(15),
    kind: fc.constantFrom(...orderKinds),
    ...{ a: fc.double({ noNaN: true }), b: fc.double({ noNaN: true }) },
  }),
);

test('a command and an order are read as they were written, whatever was written before', () => {
  const [writer, reader] = [new CommandRecord(), new CommandRecord()];
  fc.assert(
    fc.property(entries, (entry) => {
      writer.write(entry);
      reader.numbers.set(writer.numbers);
      const { command } = reader;
      if (command !== undefined) expect({ type: 'command', command }).toEqual(entry);
      else expect({ type: 'order', part: reader.part, ...reader.order }).toEqual(entry);
    }),
  );
});
