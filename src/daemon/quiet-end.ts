import type { Control } from './core/control.js';
import type { PlayEvent } from './threads/play-events.js';

/** Ends with the bar after which a player has been silent for long enough. Main thread; never blocks. */
export class QuietEnd {
  /** Bar lines since the last key; undefined where the player has not begun, or it was told to end. */
  private lines: number | undefined;

  constructor(private readonly control: Pick<Control, 'values' | 'do'>) {}

  /** A player struck a key. */
  struck(): void {
    this.lines = 0;
  }

  /** The first tick of a bar comes within a millisecond of its bar line, nudged. */
  hear(event: PlayEvent): void {
    if (event.type === 'transport') this.lines = undefined;
    else if (event.type === 'tick' && event.part === 1 && event.tickInBar === 0) this.barLine();
  }

  private barLine(): void {
    if (this.lines === undefined) return;
    this.lines += 1;
    const bars = this.control.values['end-after'] as number;
    // The bar of the last key is no silent one.
    if (bars === 0 || this.lines <= bars) return;
    this.control.do('end');
    // Once: who takes it back plays on.
    this.lines = undefined;
  }
}
