import { ppq } from './timeline.js';

/** Who says within so much of a tick after a bar line that it is to end means that one: the next tick is not decided then. */
const late = 3 / 8;

/** Where the bar begins that it is in, and the one after that. */
interface BarLines {
  readonly barLine: number;
  readonly nextBarLine: number;
}

/** Where the music ends: on the first beat of a bar, which sounds on. In pulses. */
export class Ending {
  /** The bar line; Infinity where there is no end in sight. */
  private line = Infinity;

  /** With the bar line that comes next at `pulse`, or with the one that has just been. The bar and the shortest tick are of the present. */
  come(pulse: number, { barLine, nextBarLine }: BarLines, tickPulses: number): void {
    if (this.line < Infinity) return;
    this.line = pulse - barLine < late * tickPulses ? barLine : nextBarLine;
  }

  /** It is not to end. */
  clear(): void {
    this.line = Infinity;
  }

  /** Whether what is written at a pulse is the last. */
  isAt(pulse: number): boolean {
    return this.line === pulse;
  }

  /** Whether nothing begins at a pulse any more. */
  isBefore(pulse: number): boolean {
    return this.line < pulse;
  }

  /** Whether it is over at a pulse: a beat after the bar line, and while something `sounds` after a bar of so many pulses. */
  isOver(pulse: number, sounds: boolean, barPulses: number): boolean {
    return pulse >= this.line + (sounds ? barPulses : ppq);
  }
}
