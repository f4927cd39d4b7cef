import type { Order } from '../../model/orders.js';
import type { TakeRequest } from './conductor-output.js';

/**
 * What a model thread is asked that goes on where another died. It recalls what each part played before its tick
 * `nextOf`, and answers all that comes after: so its window has every tick, however long it took to load. A take that begins
 * meanwhile is answered from its first tick on, and a song that jumps back from there.
 */
export class Backlog {
  /** By part: what was ordered with what it does not answer, for the next request of that part. */
  private readonly owed = new Map<number, readonly Order[]>();
  /** By part, the last tick that was asked for before there was one to answer. */
  private readonly last = new Map<number, number>();
  private readonly begun = new Set<number>();

  constructor(private readonly nextOf: (part: number) => number) {}

  /** The request as it is to be answered; undefined where it is not. */
  add(request: TakeRequest): TakeRequest | undefined {
    const { part, orders } = request;
    if (this.isBehind(request)) {
      this.last.set(part, request.tick);
      this.owed.set(part, [...(this.owed.get(part) ?? []), ...orders]);
      return undefined;
    }
    this.begun.add(part);
    const owed = this.owed.get(part);
    if (owed === undefined) return request;
    this.owed.delete(part);
    return { ...request, orders: [...owed, ...orders] };
  }

  /** It is for a tick that was played by then. */
  isBehind({ part, tick }: TakeRequest): boolean {
    const jumped = tick <= (this.last.get(part) ?? -1);
    return !this.begun.has(part) && tick > 0 && tick < this.nextOf(part) && !jumped;
  }
}
