import { expect, test } from 'vitest';
import type { TakeRequest } from '../../../src/daemon/core/conductor-output.js';
import { Backlog } from '../../../src/daemon/core/backlog.js';
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
  const backlog = new Backlog((part) => [23, 25][part]!);
  const answered = [...asked, ask(25, { part: 1 })].flatMap(
    (request) => backlog.add(request) ?? [],
  );
  const [first, ...others] = parts[0]!.slice(3);
  expect(answered).toEqual([
    { ...first, orders: [20, 21, 22, 23].map(order) },
    ...others,
    ask(25, { part: 1, orders: [120, 121, 122, 123, 124].map(order) }),
  ]);
});

test('a take that begins meanwhile is answered from its first tick on', () => {
  const takes = [ask(28), ask(29), ...[0, 1, 2].map((tick) => ask(tick, { take: 2 }))];
  const backlog = new Backlog(() => 30);
  expect(takes.flatMap((take) => backlog.add(take) ?? [])).toEqual(takes.slice(2));
});

test('a song that jumps back meanwhile is answered from there', () => {
  const asked = [28, 29, 16, 17].map((tick) => ask(tick));
  const backlog = new Backlog(() => 30);
  expect(asked.flatMap((request) => backlog.add(request) ?? [])).toEqual(asked.slice(2));
});
