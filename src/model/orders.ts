/**
 * One-off orders to the model of a part, which ride on its next request: what they do is a function of the requests alone.
 * `a` and `b` are numbers that each kind reads in its own way; 0 where it reads none.
 *
 * - `forget`: the window is empty again, as at the start.
 * - `fill`: a fill until the next bar line.
 */
export const orderKinds = ['forget', 'fill'] as const;

export type OrderKind = (typeof orderKinds)[number];

export interface Order {
  readonly kind: OrderKind;
  readonly a: number;
  readonly b: number;
}

/** One request carries so many; the others wait for the next. */
export const mostOrders = 8;
