import type { Micros } from './clock.js';
import { intervalOf, tempoOfInterval } from './clock-find.js';
import { clockPulses, sixteenthPulses } from './clock-out.js';
import type { ClockStatus } from './clock-status.js';
import { ClockTracker, patience } from './clock-tracker.js';
import { mended, mendPulses } from './mend.js';
import { Timeline } from './timeline.js';

/** What follows the clock: the conductor. */
export interface Follower {
  readonly playing: boolean;
  readonly timeline: Timeline;
  /** Get ready to play from `pulse`; `roll` says when that is. */
  cue(pulse: number, fromTop: boolean): void;
  roll(timeline: Timeline): void;
  follow(timeline: Timeline): void;
  start(now: Micros): void;
  stop(): void;
}

/**
 * Follows the MIDI clock of another machine: clocks, Start, Continue, Stop and Song Position, each told as it comes, become
 * the timeline and the transport of a follower. Where the clock falls silent, the music goes on at the last tempo.
 */
export class ClockFollow {
  private tracker: ClockTracker;
  /** The other machine plays. */
  private running = false;
  /** It never said so: what plays began here. */
  private assumed = false;
  /** The song position that it told since then. */
  private told: number | undefined;
  /** The follower waits for the next clock. */
  private cued = false;
  /** The pulse of the next clock, while it does not play. */
  private next = 0;
  /** The clock whose pulse is 0; undefined until the follower's own pulses are laid on the clocks. */
  private zero: number | undefined;
  private silent = true;

  /** `bpm` is a guess, until clocks tell. */
  constructor(
    private readonly follower: Follower,
    bpm: number,
  ) {
    this.tracker = new ClockTracker(intervalOf(bpm));
  }

  /** 0xF8. `at` never decreases. */
  clock(at: Micros): void {
    const { tracker, follower } = this;
    tracker.clock(at);
    this.silent = false;
    const { line } = tracker;
    if (this.cued) {
      this.cued = false;
      this.zero = line.number - this.next / clockPulses;
      follower.roll(new Timeline(this.bpm, this.next, Math.round(line.time)));
      return;
    }
    this.zero ??= line.number - Math.round(follower.timeline.pulseAt(at) / clockPulses);
    this.mend(at, this.zero);
  }

  /** 0xFA: the next clock is the top of bar 1. */
  songStart(): void {
    this.running = true;
    this.assumed = false;
    this.cue(0, true);
  }

  /** 0xFB: the next clock is where it stopped, or where Song Position said. */
  songContinue(): void {
    const { running, assumed, told } = this;
    if (!running) this.cue(this.next, false);
    // It stood still all the while.
    else if (assumed && told !== undefined) this.cue(told, false);
    this.running = true;
    this.assumed = false;
  }

  /** 0xFC. A Continue would go on with the clock after the last. */
  songStop(): void {
    if (this.running && !this.cued && this.zero !== undefined) {
      this.next = (this.tracker.number + 1 - this.zero) * clockPulses;
    }
    this.running = false;
    this.assumed = false;
    this.cued = false;
    this.follower.stop();
  }

  /** 0xF2: `sixteenths` since the song's start. Also while it plays, as some machines do when they loop. */
  songPosition(sixteenths: number): void {
    this.next = sixteenths * sixteenthPulses;
    this.told = this.next;
    if (!this.running) return;
    if (this.follower.playing) this.cue(this.next, false);
    else this.zero = this.tracker.number + 1 - this.next / clockPulses;
  }

  /** Someone here wants to play: where the song is, if it is anywhere. */
  play(now: Micros): void {
    if (this.follower.playing) return;
    if (this.running && this.zero !== undefined && !this.silent) {
      this.cue((this.tracker.number + 1 - this.zero) * clockPulses, false);
      return;
    }
    this.follower.start(now);
    this.zero = undefined;
  }

  /** Someone here wants it to stop; the song goes on without. */
  halt(): void {
    if (this.cued) this.zero = this.tracker.number + 1 - this.next / clockPulses;
    this.cued = false;
    this.follower.stop();
  }

  /** Begins to follow: what is heard from now on counts, and what plays is the song. `bpm` is a guess. */
  enter(bpm: number): void {
    this.running = this.follower.playing;
    this.assumed = this.running;
    this.told = undefined;
    this.silent = true;
    this.guess(bpm);
  }

  /** Another guess, which does nothing while there is a clock; true where there is none. */
  guess(bpm: number): boolean {
    if (!this.silent) return false;
    this.tracker = new ClockTracker(intervalOf(bpm));
    this.zero = undefined;
    return true;
  }

  /** Follows no more: what waits for a clock begins without one. */
  leave(now: Micros): void {
    if (this.cued) this.follower.roll(new Timeline(this.bpm, this.next, now));
    this.cued = false;
  }

  /** Looks whether the clock has gone silent; gives the instant at which to look again. */
  poll(now: Micros): Micros {
    if (this.silent) return Infinity;
    const end = this.tracker.latest + patience;
    if (now < end) return end;
    this.silent = true;
    const { timeline } = this.follower;
    const pulse = timeline.pulseAt(now);
    if (!this.cued) {
      this.follower.follow(new Timeline(this.bpm, pulse, timeline.microsAt(pulse)));
    }
    return Infinity;
  }

  get status(): ClockStatus {
    const { tracker, silent } = this;
    const other = tracker.other === 0 ? 0 : tempoOfInterval(tracker.other);
    const lost = this.follower.playing && !this.cued ? 'free-wheeling' : 'waiting';
    const state = silent ? lost : other === 0 ? 'following' : 'two clocks';
    return { state, bpm: this.bpm, other: silent ? 0 : other };
  }

  private get bpm(): number {
    return tempoOfInterval(this.tracker.line.interval);
  }

  private cue(pulse: number, fromTop: boolean): void {
    this.next = pulse;
    this.cued = true;
    this.tracker.expectMove();
    this.follower.cue(pulse, fromTop);
  }

  /** Meets the clock a little later than `at`. */
  private mend(at: Micros, zero: number): void {
    const { timeline } = this.follower;
    const { line } = this.tracker;
    const pulse = timeline.pulseAt(at);
    const meet = line.timeOf(zero + (pulse + mendPulses) / clockPulses);
    const steady = (mendPulses / clockPulses) * line.interval;
    this.follower.follow(mended(timeline, pulse, meet, steady, this.bpm));
  }
}
