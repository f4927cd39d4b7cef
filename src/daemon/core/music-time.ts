import type { Micros } from './clock.js';
import { swung, unswung } from './swing.js';
import { SwingInForce } from './swing-in-force.js';
import { ppq, Timeline } from './timeline.js';

/** When what is written is played: a timeline that all parts share, nudged; and how much their ticks swing. */
export class MusicTime {
  /** Where the music lies in time, but for the nudge. */
  line: Timeline;
  readonly swing = new SwingInForce();
  /** Added to every instant at which it plays; on its way to `wantedNudge`. */
  nudge: Micros = 0;
  wantedNudge: Micros = 0;
  /** So late comes what a player does with what is played. */
  latency: Micros = 0;

  constructor(tempo: number) {
    this.line = new Timeline(tempo, 0, 0);
  }

  /** When it plays what is written at `pulse`. */
  at(pulse: number): Micros {
    return this.line.microsAt(pulse) + this.nudge;
  }

  pulseAt(now: Micros): number {
    return this.line.pulseAt(now - this.nudge);
  }

  /** The pulse of a place in ticks of `tickPulses`. */
  pulseOf(ticks: number, tickPulses: number): number {
    return Math.round(swung(ticks, this.swing.now, ppq / tickPulses) * tickPulses);
  }

  /** Where what is played now is written, in ticks of `tickPulses`. */
  writtenAt(now: Micros, tickPulses: number): number {
    return unswung(this.pulseAt(now) / tickPulses, this.swing.now, ppq / tickPulses);
  }

  /** Where in ticks of `tickPulses` a player is whose key came at `micros`. */
  ticksAt(micros: Micros, tickPulses: number): number {
    const ticks = this.line.pulseAt(micros - this.latency) / tickPulses;
    return unswung(ticks, this.swing.now, ppq / tickPulses);
  }

  /** A step of the nudge to where it is wanted; of `most` micros. */
  ease(most: Micros): void {
    const off = this.wantedNudge - this.nudge;
    this.nudge += Math.round(Math.min(most, Math.max(-most, off)));
  }
}
