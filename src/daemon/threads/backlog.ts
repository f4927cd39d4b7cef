import type { Order } from '../../model/orders.js';
import type { TakeRequest } from '../core/conductor-output.js';

/** What a model thread finds that goes on where another died. */
export interface Backlog {
  /** What it is to answer, in order. */
  readonly wanted: TakeRequest[];
  /** By part: what else was ordered, for the next request of that part. */
  readonly orders: Map<number, readonly Order[]>;
}

/**
 * What was `asked` while no thread answered. The one that goes on recalls what each part played before its tick `nextOf`,
 * and answers all that comes after: so its window has every tick, however long it took to load. A take that begins
 * meanwhile is answered from its first tick on.
 */
export function sortBacklog(
  asked: readonly TakeRequest[],
  nextOf: (part: number) => number,
): Backlog {
  const wanted: TakeRequest[] = [];
  const orders = new Map<number, readonly Order[]>();
  const begun = new Set<number>();
  for (const request of asked) {
    const { part, tick } = request;
    if (tick === 0 || tick >= nextOf(part)) begun.add(part);
    if (begun.has(part)) wanted.push(request);
    else orders.set(part, [...(orders.get(part) ?? []), ...request.orders]);
  }
  return { wanted, orders };
}
