import type { Micros } from './clock.js';
import { ppq } from './timeline.js';

/** How far a beat strays from where the last one has it by itself, and how far its length does, as a share of it. */
const wander: Micros = 15_000;
const tempoWander = 0.009;
/** How far off a guess is to begin with. */
const firstDoubt: Micros = 40_000;
const firstTempoDoubt = 0.03;
/** What is off by more than was thought likely (in variances) is a tempo that changes: it is that much less sure, so often at most. */
const likely = 1.5;
const mostSurprise = 3;

/**
 * Where a player's beat is and how long it lasts, from strokes whose place in the music is known: a Kalman filter of the two,
 * after Cemgil, Kappen, Desain and Honing, "On tempo tracking" (Journal of New Music Research 29, 2000). Does not allocate.
 */
export class BeatEstimate {
  #pulse: number;
  #time: Micros;
  #length: Micros;
  /** Variances, in micros squared, of the time and of the length, and what they share. */
  private times = firstDoubt ** 2;
  private both = 0;
  private lengths: number;

  /** A guess: at `pulse` it is `time`, and a beat lasts `length`. */
  constructor(pulse: number, time: Micros, length: Micros) {
    this.#pulse = pulse;
    this.#time = time;
    this.#length = length;
    this.lengths = (firstTempoDoubt * length) ** 2;
  }

  /** Where the last stroke was meant for. */
  get pulse(): number {
    return this.#pulse;
  }

  /** What a beat lasts. */
  get length(): Micros {
    return this.#length;
  }

  get bpm(): number {
    return 60_000_000 / this.#length;
  }

  /** When the player is at a pulse; no whole number. */
  microsAt(pulse: number): Micros {
    return this.#time + this.beatsTo(pulse) * this.#length;
  }

  /** The inverse. */
  pulseAt(micros: Micros): number {
    return this.#pulse + ((micros - this.#time) / this.#length) * ppq;
  }

  /** Variance, in micros squared, of when a stroke comes that is meant for `pulse`; strokes lie `spread` about their place. */
  doubtOf(pulse: number, spread: Micros): number {
    const beats = this.beatsTo(pulse);
    const strayed = 2 * beats * this.both + beats ** 2 * this.lengths + beats * wander ** 2;
    return this.times + strayed + spread ** 2;
  }

  /** A stroke that was meant for `pulse`, not before the last, came at `at`; so `sure` is that, above 0 to 1. */
  hear(pulse: number, at: Micros, spread: Micros, sure: number): void {
    this.goTo(pulse);
    const off = at - this.#time;
    const surprise = off ** 2 / (this.times + spread ** 2) / likely;
    if (surprise > 1) this.doubtMore(1 + sure * (Math.min(surprise, mostSurprise) - 1));
    this.learn(off, (this.times + spread ** 2) / sure);
  }

  private goTo(pulse: number): void {
    const beats = this.beatsTo(pulse);
    this.#time = this.microsAt(pulse);
    this.times = this.doubtOf(pulse, 0);
    this.both += beats * this.lengths;
    this.lengths += beats * (tempoWander * this.#length) ** 2;
    this.#pulse = pulse;
  }

  /** It is so many times less sure. */
  private doubtMore(times: number): void {
    this.times *= times;
    this.both *= times;
    this.lengths *= times;
  }

  /** It is `off` by so much; `doubt` is the variance of that. */
  private learn(off: Micros, doubt: number): void {
    const [time, length] = [this.times / doubt, this.both / doubt];
    this.#time += time * off;
    this.#length += length * off;
    this.lengths -= length * this.both;
    this.both -= time * this.both;
    this.times -= time * this.times;
  }

  private beatsTo(pulse: number): number {
    return (pulse - this.#pulse) / ppq;
  }
}
