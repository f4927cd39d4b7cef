import { expect, test } from 'vitest';
import type { TakeRequest } from '../../../src/daemon/core/conductor-output.js';
import { sortBacklog } from '../../../src/daemon/threads/backlog.js';
import type { Order } from '../../../src/model/orders.js';
import { controls } from '../../support/rig.js';

const order = (a: number): Order => ({ kind: 'recall', a, b: 0 });

function ask(tick: number, { part = 0, take = 1, orders = [] }: Partial<TakeRequest> = {}) {
  const nobody = { heard: null, held: false, played: null, armed: false };
  const place = { part, take, tick, position: tick % 16, ticksPerBar: 16 };
  return { ...place, ...nobody, controls, orders } satisfies TakeRequest;
}

test('what is not recalled is answered, tick after tick, and no order is lost', () => {
  const parts = [0, 1].map((part) =>
    [20, 21, 22, 23, 24].map((tick) => ask(tick, { part, orders: [order(100 * part + tick)] })),
  );
  const asked = parts[0]!.flatMap((request, at) => [request, parts[1]![at]!]);
  const { wanted, orders } = sortBacklog(asked, (part) => [23, 25][part]!);
  expect(wanted).toEqual(parts[0]!.slice(3));
  expect(orders).toEqual(
    new Map([
      [0, [20, 21, 22].map(order)],
      [1, [120, 121, 122, 123, 124].map(order)],
    ]),
  );
});

test('a take that begins meanwhile is answered from its first tick on', () => {
  const takes = [ask(28), ask(29), ...[0, 1, 2].map((tick) => ask(tick, { take: 2 }))];
  expect(sortBacklog(takes, () => 30).wanted).toEqual(takes.slice(2));
});
