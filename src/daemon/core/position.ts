import { Bars, type Place } from './bars.js';
import { pulsesPerTick } from './timeline.js';

/** Which tick of a part is next, at which pulse it is written, and where in its bar. */
export class Position {
  readonly tickPulses: number;
  tick = 0;
  /** Of `tick`, from when it is reached. */
  place: Place = { bar: 0, tickInBar: 0 };
  private readonly bars: Bars;

  /** A grid has so many ticks to a whole note. */
  constructor(grid: number, beatsPerBar: number) {
    this.tickPulses = pulsesPerTick(grid);
    this.bars = new Bars(grid / 4, beatsPerBar);
  }

  /** Where the next tick is written. */
  get pulse(): number {
    return this.tick * this.tickPulses;
  }

  /** Of the bar that it is in. */
  get ticksPerBar(): number {
    return this.bars.ticksPerBar;
  }

  /** The line of the bar that it is in. */
  get barLine(): number {
    return this.bars.firstTick * this.tickPulses;
  }

  /** The line of the bar after that. */
  get nextBarLine(): number {
    return this.barLine + this.bars.ticksPerBar * this.tickPulses;
  }

  /** How long a bar is, from the next bar line on. */
  get barPulses(): number {
    return this.bars.nextTicksPerBar * this.tickPulses;
  }

  /** The nearer to `pulse` of the two lines of the present bar. */
  barLineNear(pulse: number): number {
    const { barLine, nextBarLine } = this;
    return pulse - barLine < (nextBarLine - barLine) / 2 ? barLine : nextBarLine;
  }

  /** From the next bar line on. */
  setBeatsPerBar(beats: number): void {
    this.bars.setBeats(beats);
  }

  /** The next tick is the first at or after `pulse`, wherever the last one was. */
  locate(pulse: number): void {
    this.tick = Math.ceil(pulse / this.tickPulses);
    this.bars.locate(this.tick);
    this.place = this.bars.place(this.tick);
  }

  /**
   * The next tick is reached, where `ticks` is written. The thread may have slept for long (a suspended machine): whole ticks that have
   * gone by are not caught up with. Gives how many.
   */
  reach(ticks: number): number {
    const passed = Math.max(0, Math.floor(ticks) - this.tick);
    this.tick += passed;
    this.place = this.bars.place(this.tick);
    return passed;
  }

  /** The tick has begun. */
  next(): void {
    this.tick += 1;
  }
}
