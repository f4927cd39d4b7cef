import { straight, type Swing } from './swing.js';
import { ppq } from './timeline.js';

/** The swing that is played. Another one waits for a beat: no beat swings, so that no tick is there before its time, or twice. */
export class SwingInForce {
  now: Swing = straight;
  /** From the next beat on. */
  wanted: Swing = straight;

  /** A tick begins so many pulses after some beat. */
  tick(pulse: number): void {
    if (pulse % ppq === 0) this.change();
  }

  /** At once, where nothing plays. */
  change(): void {
    this.now = this.wanted;
  }
}
