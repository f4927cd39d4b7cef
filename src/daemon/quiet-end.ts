import type { Control } from './core/control.js';
import type { PlayEvent } from './threads/play-events.js';

/** Ends with the bar after which a player has been silent for long enough. Main thread; never blocks. */
export class QuietEnd {
  /** Bar lines since the last key; undefined where the player has not begun, or it was told to end. */
  private lines: number | undefined;

  /** Ticks of the bar under way. */
  private bar = Infinity;
  /** It was told to end with the bar line that comes. */
  private ending = false;

  constructor(private readonly control: Pick<Control, 'values' | 'models' | 'do'>) {}

  /** A player struck a key. */
  struck(): void {
    if (this.ending) this.control.do('continue');
    this.ending = false;
    this.lines = 0;
  }

  hear(event: PlayEvent): void {
    if (event.type === 'transport') {
      this.lines = undefined;
      this.ending = false;
    } else if (event.type === 'tick' && event.part === 1) this.tick(event.tickInBar);
  }

  /** As each begins: its successor has yet to be asked for. */
  private tick(tickInBar: number): void {
    if (tickInBar === 0) {
      // The bar of the last key is no silent one.
      if (this.lines !== undefined) this.lines += 1;
      this.bar = this.control.models[0].ticksPerBar;
      this.ending = false;
    }
    const bars = this.control.values['end-after'] as number;
    const isOver = bars > 0 && this.lines !== undefined && this.lines >= bars;
    if (!isOver || tickInBar < this.bar - 1) return;
    // A tick ahead, so that what is played on the bar line is an end, and once: who takes it back plays on.
    this.control.do('end');
    this.ending = true;
    this.lines = undefined;
  }
}
