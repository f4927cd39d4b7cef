import type { PlanRequest, PlanSource, Recall, Successor } from './plan-source.js';
import type { TickPlan } from './tick.js';

/** A source that is to take over. */
interface Coming {
  readonly number: number;
  readonly source: Successor;
  /** The bar line before the tick at which that was ordered. */
  readonly line: number;
}

/** So many wait for their order: who loads one after the other while nothing plays would fill the memory. */
const mostAdded = 2;

/**
 * The source of a part, whose place another takes on a bar line. When that is depends on the requests alone: the order
 * `swap` names a source that was added, and the first bar after it is that one's, or the first of all. It goes on from what was
 * fed to the one before.
 */
export class SwappingSource implements PlanSource {
  private readonly added = new Map<number, Successor>();
  private coming: Coming | undefined;
  /** The one that comes knows all that the present one was fed. */
  private primed = false;
  /** Something was asked for since the start. */
  private begun = false;
  /** The last tick that was asked for. */
  private last = 0;
  /** What comes next is asked for at a bar line. */
  private lastOfBar = false;
  private gone: PlanSource[] = [];

  /** `swapped` is told the number of a source that has taken over. */
  constructor(
    private current: Successor,
    private readonly swapped: (number: number) => void = () => undefined,
  ) {}

  /** It waits for its order; of those that wait, the oldest make room. */
  async add(number: number, source: Successor): Promise<void> {
    this.added.set(number, source);
    for (const [old, waiting] of [...this.added].slice(0, -mostAdded)) {
      this.added.delete(old);
      await waiting.close();
    }
  }

  async next(request: PlanRequest): Promise<TickPlan> {
    const line = request.tick - request.position;
    // A song that loops may come to the same bar again, and never to a later one.
    const isOtherBar = line !== this.coming?.line || request.tick < this.last;
    if (this.coming !== undefined && isOtherBar) this.change(this.coming);
    for (const { kind, a } of request.orders) if (kind === 'swap') this.obey(a, line);
    this.last = request.tick;
    if (this.coming !== undefined && !this.begun) this.change(this.coming);
    this.begun = true;
    this.lastOfBar = request.position === request.ticksPerBar - 1;
    this.primed = false;
    const orders = request.orders.filter(({ kind }) => kind !== 'swap');
    return this.current.next({ ...request, orders });
  }

  async prepare(): Promise<void> {
    await this.current.prepare();
    const { coming } = this;
    if (coming !== undefined && this.lastOfBar) {
      this.prime(coming);
      await coming.source.prepare();
    }
    while (this.gone.length > 0) await this.gone.pop()!.close();
  }

  foresee(ticks: number): AsyncIterable<TickPlan> {
    return this.current.foresee(ticks);
  }

  recall(recall: Recall): void {
    this.current.recall(recall);
    this.primed = false;
  }

  reset(): void {
    if (this.coming !== undefined) this.swap(this.coming);
    this.begun = false;
    this.primed = false;
    this.lastOfBar = false;
    this.current.reset();
  }

  async close(): Promise<void> {
    this.leave(this.coming?.source);
    for (const source of [this.current, ...this.added.values(), ...this.gone]) await source.close();
  }

  private obey(number: number, line: number): void {
    const source = this.added.get(number);
    if (source === undefined) return;
    this.added.delete(number);
    this.leave(this.coming?.source);
    this.coming = { number, source, line };
  }

  private change(coming: Coming): void {
    this.prime(coming);
    this.swap(coming);
  }

  private prime({ source }: Coming): void {
    if (!this.primed) source.follow(this.current.past);
    this.primed = true;
  }

  private swap({ number, source }: Coming): void {
    this.leave(this.current);
    this.current = source;
    this.coming = undefined;
    this.swapped(number);
  }

  private leave(source: PlanSource | undefined): void {
    if (source !== undefined) this.gone.push(source);
  }
}
