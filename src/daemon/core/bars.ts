/** The longest bar, in beats. */
export const mostBeats = 7;

/** Where a tick is: its bar, and its place there, both from 0. */
export interface Place {
  readonly bar: number;
  readonly tickInBar: number;
}

/** Counts bars. A change of metre waits for the next bar line. */
export class Bars {
  private first = 0;
  private number = 0;
  private length: number;
  private nextLength: number;

  constructor(
    private readonly ticksPerBeat: number,
    beats: number,
  ) {
    this.length = this.nextLength = beats * ticksPerBeat;
  }

  /** Of the bar that was last asked for. */
  get ticksPerBar(): number {
    return this.length;
  }

  /** Of the bar after it, as it is set now. */
  get nextTicksPerBar(): number {
    return this.nextLength;
  }

  /** The first tick of that bar. */
  get firstTick(): number {
    return this.first;
  }

  /** From the next bar line on, so many beats a bar. */
  setBeats(beats: number): void {
    this.nextLength = beats * this.ticksPerBeat;
  }

  /** `tick` is not before the last one asked for. */
  place(tick: number): Place {
    if (tick >= this.first + this.length) {
      const next = this.first + this.length;
      this.length = this.nextLength;
      const passed = Math.floor((tick - next) / this.length);
      this.first = next + passed * this.length;
      this.number += 1 + passed;
    }
    return { bar: this.number, tickInBar: tick - this.first };
  }

  /** The song goes on at `tick`, counted in bars of the metre that is set. */
  locate(tick: number): void {
    this.length = this.nextLength;
    this.number = Math.floor(tick / this.length);
    this.first = this.number * this.length;
  }
}
