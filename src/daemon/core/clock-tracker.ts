import type { Micros } from './clock.js';
import { ClockBurst } from './clock-burst.js';
import { findClock, isTempo, straight, straightness } from './clock-find.js';
import { ClockLine } from './clock-line.js';

/** Without a clock for so long, which is more than two of them at the slowest tempo, the clock has gone. */
export const patience: Micros = 300_000;

/** The first so many clocks are taken as they come. */
const young = 6;
/** A stamp that is further from its place than this, and so many deviations, is held back until more have come. */
const nearby: Micros = 500;
const deviations = 5;
/** So many held stamps that are a clock of their own are a new tempo. */
const convincing = 6;
/** So many stamps tell whether there is a second clock, or a tempo that has doubled. */
const telling = 24;
/** After so many stamps in time, what was left out was no clock of its own. */
const passing = 10;
/** A clock that goes on is heard at this share of the places where it is expected, and not so many deviations off. */
const present = 0.7;
const strained = 1.8;

/**
 * Makes one clock of the stamps that come in: leaves out those of a second clock, waits out a sender that stood still,
 * and begins anew when the tempo jumps or the clock comes back from a silence. It numbers the clocks as they were sent,
 * so that the place in the song stays right.
 */
export class ClockTracker {
  readonly line: ClockLine;
  /** Microseconds between the clocks of a second sender, which are left out; 0 where there is none. */
  other: Micros = 0;
  /** When the last stamp came; -Infinity before the first. */
  latest: Micros = -Infinity;

  /** Stamps that wait for those that explain them. */
  private held: Micros[] = [];
  /** The last stamps, whatever became of them. */
  private stamps: Micros[] = [];
  /** Stamps that were left out, and how many have come since the first of them. */
  private extras: Micros[] = [];
  private sinceExtra = 0;
  /** Squares of how far off the accepted stamps were since then. */
  private strain = 0;
  /** The latest accepted stamp, and when it was expected. */
  private accepted: Micros = 0;
  private expected: Micros = 0;
  private mayMove = false;
  private readonly burst = new ClockBurst();

  /** `interval` is a guess of the microseconds between two clocks. */
  constructor(interval: Micros) {
    this.line = new ClockLine(interval);
  }

  /** The song starts anew: the next clock counts wherever it falls, and the tempo is believed. */
  expectMove(): void {
    this.mayMove = true;
  }

  /** Number of the latest clock as it was sent; the line's goes on with the music while missed clocks are made up for. */
  get number(): number {
    // What is yet to be explained was sent as well, but by a second sender where there is one.
    const held = this.other === 0 ? this.held.length : 0;
    return this.burst.came > 1 ? this.burst.number : this.line.number + held;
  }

  /** A clock came. Stamps never decrease. */
  clock(at: Micros): void {
    const { line, burst } = this;
    const gap = at - this.latest;
    const silent = gap > patience;
    this.latest = at;
    if (this.mayMove) this.settle();
    if (line.length === 0) this.begin([at], 0, false);
    else if (silent) this.comeBack(at);
    else if (this.mayMove && !this.isNear(at)) this.begin([at], line.number + 1, true);
    else if (burst.takes(gap, line.interval)) line.number = burst.meanwhile;
    else if (burst.came > 1) this.begin([at], burst.number + 1, true);
    else {
      burst.close();
      this.stamps.push(at);
      if (this.stamps.length > telling) this.stamps.shift();
      if (line.length < young || !line.shakeKnown) this.accept(at);
      else this.place(at);
      this.judge();
    }
    this.mayMove = false;
  }

  /** How many clocks there were before the song starts anew is of no matter. */
  private settle(): void {
    this.held = [];
    this.burst.close();
    if (this.other === 0) this.forgetExtras();
  }

  /** After a silence the tempo is believed to have gone on: it is the clock nearest to where that would be now. */
  private comeBack(at: Micros): void {
    const { line, number, mayMove } = this;
    const due = line.number + Math.max(1, Math.round((at - line.time) / line.interval));
    this.begin([at], due, true);
    if (!mayMove) this.burst.open(number, due - number);
  }

  private place(at: Micros): void {
    const { line, held } = this;
    const off = at - line.timeOf(line.number + 1);
    if (Math.abs(off) <= this.gate) {
      if (held.length > 0) {
        this.leaveOut(held);
        this.held = [];
      }
      this.accept(at);
    } else if (held.length > 0 && Math.abs(off - held.length * line.interval) <= this.gate) {
      // The sender, or we, stood still: what came late tells nothing but that it was sent.
      for (let late = 0; late < held.length; late += 1) this.accept(line.timeOf(line.number + 1));
      this.held = [];
      this.accept(at);
    } else if (held.length === 0 && this.isNearer(at)) {
      this.leaveOut([this.accepted]);
      this.accepted = at;
      line.amend(at);
    } else {
      held.push(at);
      this.explain();
    }
  }

  private isNear(at: Micros): boolean {
    return Math.abs(at - this.line.timeOf(this.line.number + 1)) <= this.gate;
  }

  /** Of two stamps for one place the later may be ours. */
  private isNearer(at: Micros): boolean {
    return Math.abs(at - this.expected) < Math.abs(this.accepted - this.expected);
  }

  /** Whether what is held is a clock by itself. */
  private explain(): void {
    const { line, held } = this;
    const last = held.slice(-convincing);
    if (held.length >= convincing && this.isOneClock(last)) {
      // What was left out a moment ago was the new tempo's first clocks, unless there are two clocks.
      const leftOut = this.other === 0 ? this.extras.length : 0;
      this.begin(last, line.number + leftOut + held.length - convincing + 1, false);
    } else if (held.length >= telling) {
      const found = findClock(held) ?? held;
      const passed = Math.max(1, Math.round((found[0]! - line.time) / line.interval));
      this.begin(found, line.number + (found === held ? 1 : passed), false);
    }
  }

  private judge(): void {
    const { line, stamps, extras } = this;
    if (extras.length === 0) {
      this.strain = 0;
      const early = line.length === telling || line.length === 2 * telling;
      if (early && this.held.length === 0) this.judgeFirst();
      return;
    }
    this.sinceExtra += 1;
    const quiet = stamps.at(this.other === 0 ? -passing : 0);
    if (quiet !== undefined && extras.at(-1)! < quiet) {
      // There is no second clock: every clock counts, also one that came out of time.
      if (this.other === 0) line.number += extras.length;
      this.forgetExtras();
    } else if (this.sinceExtra <= telling) {
      this.judgeExtras();
    } else if (extras.length > 2) {
      this.other = (extras.at(-1)! - extras[0]!) / (extras.length - 1);
    }
  }

  /** It is sooner sure that the tempo has jumped where our clock is not among what has come since. */
  private judgeExtras(): void {
    const { line, sinceExtra } = this;
    const stamps = this.stamps.slice(-sinceExtra);
    const ours = sinceExtra - this.extras.length - this.held.length;
    const due = (stamps.at(-1)! - stamps[0]!) / line.interval;
    const gone = ours < present * due || this.strain > ours * (strained * line.shake) ** 2;
    if (sinceExtra < (gone ? 2 * convincing : telling) || !this.isOneClock(stamps)) return;
    this.begin(stamps, line.number - ours + 1, false);
  }

  /** Two clocks from the start: the stamps of both were taken for those of one. */
  private judgeFirst(): void {
    const { line, stamps } = this;
    const found = findClock(stamps);
    if (found === undefined) return;
    const rest = stamps.filter((stamp) => !found.includes(stamp));
    this.begin(found, line.number - stamps.length + 1, false);
    this.leaveOut(rest);
  }

  private isOneClock(stamps: readonly Micros[]): boolean {
    const { interval, rms, limp } = straightness(stamps);
    const { shake } = this.line;
    const root = Math.sqrt(stamps.length);
    const even = limp <= Math.max(straight / 2, (3.5 * shake) / root);
    return isTempo(interval) && even && rms <= Math.max(straight, shake * (1 + 3 / root));
  }

  /** All that is known from now on are `stamps`, the clocks from `number` on. */
  private begin(stamps: readonly Micros[], number: number, tempoKnown: boolean): void {
    this.line.restart(number, tempoKnown);
    for (const stamp of stamps) this.accept(stamp);
    this.stamps = [...stamps];
    this.held = [];
    this.burst.close();
    this.forgetExtras();
  }

  private accept(at: Micros): void {
    this.expected = this.line.timeOf(this.line.number + 1);
    this.accepted = at;
    this.strain += (at - this.expected) ** 2;
    this.line.add(at);
  }

  private leaveOut(stamps: readonly Micros[]): void {
    for (const stamp of stamps) this.extras.push(stamp);
    while (this.extras.length > telling) this.extras.shift();
  }

  private forgetExtras(): void {
    this.extras = [];
    this.sinceExtra = 0;
    this.strain = 0;
    this.other = 0;
  }

  private get gate(): Micros {
    const { shake, length } = this.line;
    return nearby + deviations * shake * (1 + 2 / Math.sqrt(length));
  }
}
