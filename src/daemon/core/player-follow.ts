import { BeatEstimate } from './beat-estimate.js';
import type { ClockStatus } from './clock-status.js';
import type { Micros } from './clock.js';
import { StrokePlaces } from './stroke-places.js';
import { Timeline } from './timeline.js';

/** What follows a player: the conductor. */
export interface Led {
  readonly playing: boolean;
  readonly timeline: Timeline;
  follow(timeline: Timeline): void;
  /** The pulse at which it plays what is written at a place in beats. */
  pulseOf(beats: number): number;
}

/** Keys so near to each other are one stroke: a chord, or two drums at once. */
const together: Micros = 20_000;
/** Who played nothing for so many beats comes in on the beat of the music. */
const pause = 4;
/** At a stroke the music makes good so much of what it is off, and so much time at most. */
const mended = 0.5;
const mostMended: Micros = 25_000;
/** A player is early or late by habit by so much at most; each stroke tells of it by so much, and the first ones by more. */
const mostHabit: Micros = 50_000;
const habitShare = 0.025;
const firstHabit = 0.4;
/** Of what the player's tempo is off the one that was set, so much is left. */
const leash = 0.1;
/** It goes so many times as fast or slow as it was set at most: farther is not meant, but mistaken. */
const farthest = 1.5;

/**
 * Goes with the tempo of who plays beside it. The tempo is told by the player's own strokes, each against those before it, and not
 * against the music; and how early or late a player is by habit is left to him. Else who lays back slowed it down bar by bar, as he
 * would lay back again. For the same reason it is on a leash: beside who plays to its beat, whatever that does, nothing else would
 * hold the tempo.
 */
export class PlayerFollow {
  private estimate: BeatEstimate | undefined;
  private readonly places = new StrokePlaces();
  /** Where the music is not on this, another has moved it. */
  private line: Timeline | undefined;
  private last: Micros = -Infinity;
  /** The player comes so much after the music. */
  private habit: Micros = 0;
  private strokes = 0;
  private readonly pulseOf = (beats: number): number => this.led.pulseOf(beats);

  /** `tempo` is what it was set to. */
  constructor(
    private readonly led: Led,
    private tempo: number,
  ) {}

  /** It was set to another tempo, and plays at that until the player tells another. */
  begin(tempo: number): void {
    this.tempo = tempo;
    this.estimate = undefined;
  }

  /** A player's key went down, by the time at which it was meant. Clock thread; does not block or throw; makes a timeline for each stroke. */
  key(at: Micros): void {
    const { led, places, last } = this;
    if (!led.playing || at - last < together) return;
    this.last = at;
    const beats = ((at - last) * led.timeline.bpm) / 60_000_000;
    if (beats > pause || led.timeline !== this.line) this.estimate = undefined;
    const estimate = (this.estimate ??= this.guess(at));
    places.find(at, estimate, this.pulseOf);
    if (places.sure === 0) return;
    estimate.hear(places.pulse, at, places.spread, places.sure);
    this.steer(estimate, at);
  }

  get status(): ClockStatus {
    return { state: 'player', bpm: this.led.timeline.bpm, other: 0 };
  }

  /** Who has just come in plays to the beat of the music. */
  private guess(at: Micros): BeatEstimate {
    const { timeline } = this.led;
    this.line = timeline;
    const pulse = timeline.pulseAt(at);
    const time = timeline.microsAt(pulse) + this.habit;
    return new BeatEstimate(pulse, time, 60_000_000 / timeline.bpm);
  }

  private steer(estimate: BeatEstimate, at: Micros): void {
    const { led, tempo } = this;
    const bpm = estimate.bpm + leash * (tempo - estimate.bpm);
    if (bpm > tempo * farthest || bpm < tempo / farthest) {
      this.estimate = undefined;
      return;
    }
    const pulse = led.timeline.pulseAt(at);
    const here = led.timeline.microsAt(pulse);
    const off = estimate.microsAt(pulse) - here;
    this.strokes += 1;
    const share = Math.max(habitShare, firstHabit / this.strokes);
    this.habit += share * (within(off, mostHabit) - this.habit);
    const move = Math.round(within(mended * (off - this.habit), mostMended));
    this.line = new Timeline(bpm, pulse, here + move);
    led.follow(this.line);
  }
}

function within(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
