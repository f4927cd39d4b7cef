import type { ClockStatus } from '../core/clock-status.js';
import type { Micros } from '../core/clock.js';
import type { Ring } from './ring.js';
import { passFields } from './shared-layout.js';

/** A pass so much later than it was meant to be may leave notes out. */
const late: Micros = 20_000;
/** Of so many inputs of a pass it can tell which were not heard. */
const mostUnheard = 52;

/**
 * Tells main what each pass of the clock thread's loop took, and between which instants: with what main knows of it, that
 * is all a replay needs. A pass that took nothing and was on time tells nothing. Clock thread; never blocks or allocates.
 */
export class PassReport {
  private readonly record = new Float64Array(Object.keys(passFields).length);
  private last: Micros = 0;
  private due: Micros = Infinity;
  private state: ClockStatus['state'] = 'internal';
  private news = false;

  /** `ring` is that of `passes`. */
  constructor(private readonly ring: Ring) {}

  /** The first settings are in force at `now`, which it gives. */
  begin(now: Micros, version: number): Micros {
    this.last = now;
    this.next(now);
    this.live(version);
    this.end(Infinity, this.state);
    return now;
  }

  /** A pass begins at `now`, which it gives. */
  next(now: Micros): Micros {
    this.record[passFields.now] = now;
    if (!this.news) this.record[passFields.since] = this.last;
    this.news ||= now - this.due > late;
    return now;
  }

  /** It took the settings, which are the `version`th. */
  live(version: number): void {
    this.record[passFields.live] = version;
    this.news = true;
  }

  /** It took an input, which the music heard or, where it is an echo of its own, did not. */
  input(isHeard: boolean): void {
    const before = this.record[passFields.inputs]!;
    if (!isHeard && before < mostUnheard) this.record[passFields.unheard]! += 2 ** before;
    this.took('inputs', 1);
  }

  took(what: 'commands' | 'inputs' | 'plans' | 'morePlans', count: number): void {
    this.record[passFields[what]]! += count;
    this.news ||= count > 0;
  }

  /** There are no more passes: tells up to when what was due was done. */
  close(): void {
    this.next(this.last);
    this.news = true;
    this.end(Infinity, this.state);
  }

  /** It is over; the next is meant for `due`. One that finds no room is told with the next. */
  end(due: Micros, state: ClockStatus['state']): void {
    this.news ||= state !== this.state;
    this.state = state;
    this.due = due;
    this.last = this.record[passFields.now]!;
    if (!this.news || !this.ring.push(this.record)) return;
    this.news = false;
    this.record.fill(0);
  }
}
