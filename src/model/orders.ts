/**
 * One-off orders to the model of a part, which ride on its next request: what they do is a function of the requests alone.
 * `a` and `b` are numbers that each kind reads in its own way; 0 where it reads none.
 *
 * - `forget`: the window and all that was learned in the session are empty again, as at the start.
 * - `fill`: a fill until the next bar line; until the one after it, where there is less than a beat to go.
 * - `mutate`: the last bar again, with some of its ticks changed.
 * - `approve`: the last four whole bars are good.
 * - `back`: those that are good again; where none are, the last four.
 * - `veto`: nothing begins pitch `b` at tick `a`; nothing at all, where `b` is `everything`.
 * - `cache-reset`: the cache is empty again.
 * - `swap`: from the next bar line on another model plays the part, the `a`th that was loaded: `swapping-source.ts` obeys it.
 * - `last`: the tick of the request is the last of the song: drums end it with kick and crash.
 * - `recall`: its window is that of recall number `a`, which came before the request (`PlanSource.recall`).
 */
export const orderKinds = [
  'forget',
  'fill',
  'mutate',
  'approve',
  'back',
  'veto',
  'cache-reset',
  'swap',
  'last',
  'recall',
] as const;

/** In place of a pitch. */
export const everything = -1;

export type OrderKind = (typeof orderKinds)[number];

export interface Order {
  readonly kind: OrderKind;
  readonly a: number;
  readonly b: number;
}

/** One request carries so many; the others wait for the next. */
export const mostOrders = 8;
