import { ClockFollow, type Follower } from '../../src/daemon/core/clock-follow.js';
import { clockPulses } from '../../src/daemon/core/clock-out.js';
import type { Micros } from '../../src/daemon/core/clock.js';
import { Timeline } from '../../src/daemon/core/timeline.js';

/** A follower that only keeps time. */
export class TimeKeeper implements Follower {
  playing = false;
  timeline = new Timeline(120, 0, 0);
  cues: { readonly pulse: number; readonly fromTop: boolean }[] = [];
  cue(pulse: number, fromTop: boolean): void {
    this.playing = true;
    this.cues.push({ pulse, fromTop });
  }
  roll(timeline: Timeline): void {
    this.timeline = timeline;
  }
  follow(timeline: Timeline): void {
    this.timeline = timeline;
  }
  start(): void {
    this.playing = true;
  }
  stop(): void {
    this.playing = false;
  }
}

export interface Moment {
  /** Microseconds that the music is late, or early below 0, at a clock that was meant to come now. */
  readonly off: Micros;
  /** BPM. */
  readonly bpm: number;
}

/** Plays along with clocks from a Start just before the first: how it lies at each of them, by the clocks heard so far. */
export function playAlong(meant: readonly Micros[], arrivals: readonly Micros[]): Moment[] {
  const keeper = new TimeKeeper();
  const follow = new ClockFollow(keeper, 120);
  follow.songStart();
  let heard = 0;
  return meant.map((now, clock) => {
    while (heard < arrivals.length && arrivals[heard]! <= now) {
      follow.poll(arrivals[heard]!);
      follow.clock(arrivals[heard]!);
      heard += 1;
    }
    const off = keeper.timeline.microsAt(clock * clockPulses) - now;
    return { off, bpm: follow.status.bpm };
  });
}
