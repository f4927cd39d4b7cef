import type { Micros } from './clock.js';
import { isTempo } from './clock-find.js';

/** Clocks remembered: eight bars of four beats. */
const memory = 768;
/** A line is tried through so many of the latest clocks, from few to all. */
const spans = [6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, memory];
/** Half the width of a line's confidence interval, in standard errors. */
const confidence = 3.5;
/** A tempo that is guessed, and one that is known, is kept until so many clocks can tell another. */
const guessedClocks = 4;
const knownClocks = 8;
/** Or until they are further off than this, and than their shaking explains. */
const surely: Micros = 1000;
/** So many of the latest second differences tell how much arrivals shake. */
const bendsKept = 128;
const bendsNeeded = 10;
/** Standard deviation of arrivals that is assumed at first, and the least that is. */
const firstShake: Micros = 1000;
const leastShake: Micros = 30;
/** Normal noise has a median of absolute second differences of 0.6745 times the root of 6 standard deviations. */
const medianBend = 0.6745 * Math.sqrt(6);

/**
 * The straight line through the arrivals of a steady clock: when its latest clock was meant to come, and how far apart
 * they are. It goes through as many of the latest clocks as agree on one line with the newest ones, so that it is calm
 * while the tempo holds and quick when it changes: the longest span whose confidence intervals, for time and tempo, meet
 * those of all shorter spans (Goldenshluger and Nemirovski 1997). Nothing is allocated after the start.
 */
export class ClockLine {
  /** Number of the latest clock. */
  number = -1;
  /** When that clock was meant to come; not an integer. */
  time: Micros = 0;
  /** Microseconds from a clock to the next, as far as is known. */
  interval: Micros;
  /** Standard deviation of arrivals about the line. */
  shake: Micros = firstShake;
  /** That was measured, on this clock or the one before it. */
  shakeKnown = false;
  /** Arrivals remembered. */
  length = 0;

  private readonly arrivals = new Float64Array(memory);
  private next = 0;
  private tempoKnown = false;
  private readonly bends = new Float64Array(bendsKept);
  private readonly sorted = new Float64Array(bendsKept);
  private bendCount = 0;

  /** `interval` is a guess, until two clocks tell. */
  constructor(interval: Micros) {
    this.interval = interval;
  }

  /** When clock `number` was, or will be, meant to come. */
  timeOf(number: number): Micros {
    return this.time + (number - this.number) * this.interval;
  }

  /** The next clock came at `at`. */
  add(at: Micros): void {
    this.number += 1;
    this.arrivals[this.next] = at;
    this.next = (this.next + 1) % memory;
    this.length = Math.min(this.length + 1, memory);
    if (this.length >= 3) this.measureShake();
    this.fit();
  }

  /** The latest clock came at `at` instead. */
  amend(at: Micros): void {
    this.arrivals[this.indexOf(0)] = at;
    this.fit();
  }

  /** Forgets all arrivals. The next clock is `number`; the tempo is kept as it is, for certain or as a guess. */
  restart(number: number, tempoKnown: boolean): void {
    this.length = 0;
    this.bendCount = 0;
    this.number = number - 1;
    this.tempoKnown = tempoKnown;
  }

  private indexOf(back: number): number {
    return (this.next - 1 - back + 2 * memory) % memory;
  }

  private arrival(back: number): Micros {
    return this.arrivals[this.indexOf(back)]!;
  }

  /** Second differences do not feel the tempo, and a median does not feel the few that straddle a change of it. */
  private measureShake(): void {
    const bend = this.arrival(0) - 2 * this.arrival(1) + this.arrival(2);
    this.bends[this.bendCount % bendsKept] = Math.abs(bend);
    this.bendCount += 1;
    if (this.bendCount < bendsNeeded) return;
    const count = Math.min(this.bendCount, bendsKept);
    for (let at = 0; at < bendsKept; at += 1) {
      this.sorted[at] = at < count ? this.bends[at]! : Infinity;
    }
    this.sorted.sort();
    this.shakeKnown = true;
    this.shake = Math.max(leastShake, this.sorted[count >> 1]! / medianBend);
  }

  private fit(): void {
    if (this.length >= (this.tempoKnown ? knownClocks : guessedClocks)) this.fitBoth();
    else if (this.isOtherTempo()) this.fitEnds();
    else this.fitTime();
  }

  /** The few clocks there are lie too far apart, or too near, for the tempo that is kept. */
  private isOtherTempo(): boolean {
    const off = this.reach() - (this.length - 1) * this.interval;
    return Math.abs(off) > Math.max(surely, confidence * Math.SQRT2 * this.shake);
  }

  /** From the first clock to the latest. */
  private reach(): Micros {
    return this.arrival(0) - this.arrival(this.length - 1);
  }

  private fitEnds(): void {
    const interval = this.reach() / (this.length - 1);
    this.time = this.arrival(0);
    if (!isTempo(interval)) return;
    this.interval = interval;
    this.tempoKnown = false;
  }

  /** The mean, at the tempo that is kept. */
  private fitTime(): void {
    const latest = this.arrival(0);
    let sum = 0;
    for (let back = 0; back < this.length; back += 1) {
      sum += this.arrival(back) - latest + back * this.interval;
    }
    this.time = latest + sum / this.length;
  }

  /** One pass back over the arrivals, with a least-squares line at each span, until one contradicts a shorter one. */
  private fitBoth(): void {
    const latest = this.arrival(0);
    const { interval, length } = this;
    this.time = latest;
    const width = confidence * this.shake;
    let [k1, k2, y0, y1, span] = [0, 0, 0, 0, 0];
    let [timeLow, timeHigh, stepLow, stepHigh] = [-Infinity, Infinity, -Infinity, Infinity];
    for (let n = 1; n <= length; n += 1) {
      const k = 1 - n;
      const y = this.arrival(n - 1) - latest - k * interval;
      k1 += k;
      k2 += k * k;
      y0 += y;
      y1 += k * y;
      if (n < guessedClocks || (n !== spans[span] && n !== length)) continue;
      span += 1;
      const spread = n * k2 - k1 * k1;
      const time = (k2 * y0 - k1 * y1) / spread;
      const step = (n * y1 - k1 * y0) / spread;
      const timeWidth = width * Math.sqrt(k2 / spread);
      const stepWidth = width * Math.sqrt(n / spread);
      timeLow = Math.max(timeLow, time - timeWidth);
      timeHigh = Math.min(timeHigh, time + timeWidth);
      stepLow = Math.max(stepLow, step - stepWidth);
      stepHigh = Math.min(stepHigh, step + stepWidth);
      if (timeLow > timeHigh || stepLow > stepHigh || !isTempo(interval + step)) return;
      this.time = latest + time;
      this.interval = interval + step;
    }
  }
}
