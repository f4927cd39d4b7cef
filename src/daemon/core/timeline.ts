import type { Micros } from './clock.js';

/** Pulses to a beat, which is a quarter note. */
export const ppq = 960;

/** Microseconds that one pulse lasts at 1 BPM. */
const pulseMicros = 60_000_000 / ppq;

/** Pulses between two ticks of a grid that has `grid` ticks to a whole note; an integer for every grid that divides 3840. */
export function pulsesPerTick(grid: number): number {
  return (4 * ppq) / grid;
}

/**
 * Where musical time lies in real time: a tempo, and one pulse whose instant is known. Every instant is
 * one division from that origin, so that nothing adds up: a day of ticks is as exact as the first.
 */
export class Timeline {
  constructor(
    readonly bpm: number,
    readonly pulseOrigin: number,
    readonly timeOrigin: Micros,
  ) {}

  /** The instant of a pulse, rounded down to a microsecond. */
  microsAt(pulse: number): Micros {
    return this.timeOrigin + Math.floor(((pulse - this.pulseOrigin) * pulseMicros) / this.bpm);
  }

  /** The last pulse at or before an instant: `pulseAt(microsAt(p))` is `p`. */
  pulseAt(micros: Micros): number {
    const elapsed = ((micros - this.timeOrigin) * this.bpm) / pulseMicros;
    const pulse = this.pulseOrigin + Math.floor(elapsed);
    // `microsAt` rounds down, so the next pulse may have begun within this same microsecond.
    return this.microsAt(pulse + 1) <= micros ? pulse + 1 : pulse;
  }

  /** Another tempo from the pulse that `at` lies in; that pulse keeps its instant, so the phase is kept. */
  withTempo(bpm: number, at: Micros): Timeline {
    const pulse = this.pulseAt(at);
    return new Timeline(bpm, pulse, this.microsAt(pulse));
  }
}
