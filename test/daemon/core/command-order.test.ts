import { expect, test } from 'vitest';
import { orderOf } from '../../../src/daemon/core/command-order.js';
import { parseCommandArgument } from '../../../src/daemon/core/command-argument.js';
import { commands } from '../../../src/daemon/core/live-commands.js';
import { everything } from '../../../src/model/orders.js';

test('a veto is of a note or of all that a tick begins, as text or as a number', () => {
  const veto = commands.find((row) => row.name === 'veto')!;
  const order = (raw: unknown) => orderOf('veto', parseCommandArgument(veto, raw));
  expect(order('132 38')).toEqual({ kind: 'veto', a: 132, b: 38 });
  for (const raw of [132, '132'])
    expect(order(raw)).toEqual({ kind: 'veto', a: 132, b: everything });
  for (const raw of ['', 'snare', '132 snare', -1, 1.5, undefined])
    expect(() => order(raw)).toThrow(/veto/);
});
