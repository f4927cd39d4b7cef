import { mostOrders, type Order } from '../../model/orders.js';
import type { Controls, TickPlan } from '../../model/tick.js';
import { bendControls, unbent } from './accompany.js';
import type { ConductorOutput } from './conductor-output.js';
import type { Duet, Feed } from './duet.js';
import type { TurnPlace } from './partner.js';

/** Orders that wait for a request; of more, the last. */
const orderLimit = 64;

/** What a part asks of its model, tick by tick: by its settings, as the player bends them, with the orders that wait. */
export class Requests {
  /** The number of the take that it asks for. */
  take = 0;
  private bend = unbent;
  private orders: Order[] = [];

  /** `part` counts from 0; `controls` are for the model from the next request on. */
  constructor(
    private readonly part: number,
    public controls: Controls,
    private readonly duet: Duet,
    private readonly output: Pick<ConductorOutput, 'request'>,
  ) {}

  /** The player's factor on the loudness of the plan last asked for. */
  get loudness(): number {
    return this.bend.loudness;
  }

  /** It goes with the next request. */
  order(order: Order): void {
    if (this.orders.push(order) > orderLimit) this.orders.shift();
  }

  /**
   * Asks for the plan of the tick that the duet decided last; `replaced` is what was played in place of the one before.
   * Gives what the window is told with it; null where the window stays as it is, and nothing is asked.
   */
  ask(place: Omit<TurnPlace, 'holding'>, replaced: TickPlan | null): Feed | null {
    const { part, take, duet } = this;
    const { tick, tickInBar: position, ticksPerBar } = place;
    const { fill: filling } = this.bend;
    this.bend = duet.bend();
    const feed = duet.feed(tick, replaced, this.controls.seed);
    if (feed === null) return null;
    const controls = bendControls(duet.lock(this.controls), this.bend);
    if (this.bend.fill && !filling && !keepsLoop(controls))
      this.order({ kind: 'fill', a: 0, b: 0 });
    const orders = this.orders.slice(0, mostOrders);
    const asked = { part, take, tick, position, ticksPerBar, ...feed, controls, orders };
    if (this.output.request(asked)) this.orders.splice(0, mostOrders);
    return feed;
  }
}

/** A loop that is to be as it is: a player presses for a fill, and does not get one for a rest. */
function keepsLoop({ freeze, repetition }: Controls): boolean {
  return freeze > 0 || repetition === 1;
}
