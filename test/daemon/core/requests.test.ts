import { expect, test } from 'vitest';
import { mostOrders, type Order } from '../../../src/model/orders.js';
import type { TakeRequest } from '../../../src/daemon/core/conductor-output.js';
import { Duet } from '../../../src/daemon/core/duet.js';
import { Requests } from '../../../src/daemon/core/requests.js';
import { controls, plainMode } from '../../support/rig.js';

/** The requests of the second part of a band, at one tick after the other. */
function asking() {
  const duet = new Duet({ grid: 16, material: 'drums', mode: plainMode });
  const asked: TakeRequest[] = [];
  const room = { left: Infinity };
  const requests = new Requests(1, controls, duet, {
    request: (request) => {
      if (room.left === 0) return false;
      asked.push(request);
      return true;
    },
  });
  duet.locate(0);
  let tick = 0;
  const ask = () => {
    const place = { tick, bar: Math.floor(tick / 16), tickInBar: tick % 16, ticksPerBar: 16 };
    duet.decide(place);
    tick += 1;
    return requests.ask(place, null);
  };
  return { requests, asked, duet, room, ask };
}

const veto = (a: number): Order => ({ kind: 'veto', a, b: 0 });

test('orders go once each, in order, so many with a request as there is room for', () => {
  const { requests, asked, ask } = asking();
  const orders = Array.from({ length: 2 * mostOrders + 1 }, (_, at) => veto(at));
  for (const order of orders) requests.order(order);
  for (let times = 0; times < 4; times += 1) ask();
  expect(asked.map((request) => request.orders.length)).toEqual([mostOrders, mostOrders, 1, 0]);
  expect(asked.flatMap((request) => request.orders)).toEqual(orders);
});

test('what a model had no room for is ordered again with the next request', () => {
  const { requests, asked, room, ask } = asking();
  room.left = 0;
  requests.order(veto(1));
  ask();
  room.left = Infinity;
  requests.order(veto(2));
  ask();
  expect(asked).toMatchObject([{ tick: 1, orders: [veto(1), veto(2)] }]);
});

test('of orders to a model that takes none for long, the last 64 are kept', () => {
  const { requests, asked, room, ask } = asking();
  room.left = 0;
  for (let at = 0; at < 100; at += 1) requests.order(veto(at));
  room.left = Infinity;
  for (let times = 0; times < 100; times += 1) ask();
  const kept = asked.flatMap(({ orders }) => orders.map(({ a }) => a));
  expect(kept).toEqual(Array.from({ length: 64 }, (_, at) => 36 + at));
});

test('a request names its part, its take and its place in the bar, and has the settings of that moment', () => {
  const { requests, asked, ask } = asking();
  requests.take = 3;
  ask();
  requests.controls = { ...controls, temperature: 0.3 };
  requests.take = 4;
  ask();
  expect(asked).toMatchObject([
    { part: 1, take: 3, tick: 0, position: 0, ticksPerBar: 16, controls: { temperature: 1 } },
    { part: 1, take: 4, tick: 1, position: 1, ticksPerBar: 16, controls: { temperature: 0.3 } },
  ]);
});

test.each([
  [{}, 1],
  [{ freeze: 1 }, 0],
  [{ repetition: 1 }, 0],
  [{ repetition: 0.9 }, 1],
])('a rest at the end of a phrase invites a fill, unless a loop is held: %j', (held, fills) => {
  const { requests, asked, duet, ask } = asking();
  requests.controls = { ...controls, ...held };
  for (let tick = 0; tick < 64; tick += 1) {
    if (tick < 56) duet.hear({ pitch: 60, velocity: 80, micros: 0, channel: 0 }, tick);
    ask();
  }
  const orders = asked.flatMap((request) => request.orders.map(({ kind }) => kind));
  expect(orders).toEqual(Array<string>(fills).fill('fill'));
});
