import type { TickPlan } from '../../model/tick.js';
import type { Micros } from './clock.js';
import type { MusicTime } from './music-time.js';
import type { NotePlaces } from './note-places.js';

/** A plan is asked for this much before half a tick before its own tick. */
const leadTicks = 1 / 16;
/** So long the model has for any plan: notes that are meant for sooner begin then. At sixteenths of 78 BPM or less none are. */
const thinking: Micros = 12_000;
/** A fallback is taken this much before its first note, so that it leaves on time. */
const guard: Micros = 1000;
/** How late the first plan may be after another machine's Start, which leaves no time to ask for it. */
const graceTicks = 1 / 4;
/** So late a note may leave: a tenth of what a musician notices. */
const unheard: Micros = 1000;

/** When the plan of a tick is asked for, and until when it is waited for. */
export class Deadlines {
  /** The tick whose plan may be late. */
  private graced = -1;

  constructor(
    private readonly time: MusicTime,
    private readonly places: NotePlaces,
  ) {}

  /** The decision point of a tick: by then all that was heard for the tick before is known. */
  askPulse(tick: number): number {
    return this.places.pulse(tick - 1 / 2 - leadTicks);
  }

  askAt(tick: number): Micros {
    return this.time.at(this.askPulse(tick));
  }

  /** The plan of a tick is asked for: none of its notes begins before the model has had time to think. */
  asked(tick: number): void {
    this.places.notBefore(this.askAt(tick) + thinking);
  }

  /** The plan of a tick may be late. */
  grace(tick: number): void {
    this.graced = tick;
  }

  /** No plan may be late. */
  ungrace(): void {
    this.graced = -1;
  }

  /** When a fallback is taken, if the plan of its tick has not come; however late its notes, no later than the next tick is asked for. */
  missAt(fallback: TickPlan): Micros {
    const { time, places, graced } = this;
    if (fallback.tick === graced) return time.at(places.pulse(graced + graceTicks));
    const first = time.at(places.firstPulse(fallback)) - guard;
    return Math.min(first, this.askAt(fallback.tick + 1));
  }

  /**
   * Whether a plan that comes `now` can be played whole, but for what nobody hears: the fallback's notes may come after those
   * of the plan that it stands in for.
   */
  meets(plan: TickPlan, now: Micros): boolean {
    if (plan.tick === this.graced || plan.notes.length === 0) return true;
    return now <= this.time.at(this.places.firstPulse(plan)) + unheard;
  }
}
