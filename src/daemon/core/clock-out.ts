import type { Micros } from './clock.js';
import { clocksPerBeat } from './clock-find.js';
import type { MidiSend } from './ledger.js';
import { ppq, type Timeline } from './timeline.js';

/** Pulses from a MIDI clock to the next, and of a sixteenth, in which a song position is told. */
export const clockPulses = ppq / clocksPerBeat;
export const sixteenthPulses = ppq / 4;

const songPosition = 0xf2;
const clockByte = 0xf8;
const startByte = 0xfa;
const continueByte = 0xfb;
const stopByte = 0xfc;
/** More clocks than these are not caught up with after a sleep. */
const mostLate = clocksPerBeat;

/**
 * The MIDI clock that other machines follow: 24 a beat whether it plays or not, each on the instant of its pulse. Start
 * and Continue come one clock before the place they speak of, as the specification has it: the next clock is that place.
 */
export class ClockOut {
  on = false;
  /** The pulse of the next clock. */
  private next = 0;
  /** What to announce, and where. */
  private announced: { readonly pulse: number; readonly fromTop: boolean } | undefined;

  constructor(private readonly send: MidiSend) {}

  /** When the next clock is due; Infinity while it is off. */
  dueAt(timeline: Timeline): Micros {
    return this.on ? timeline.microsAt(this.next) : Infinity;
  }

  /** The next clock is due; `pulse` is now. */
  tick(pulse: number): void {
    this.send(clockByte, 0, 0);
    this.next = Math.max(this.next + clockPulses, gridAt(pulse) - mostLate * clockPulses);
    if (this.announced !== undefined && this.next >= this.announced.pulse) this.announce();
  }

  /** Begins or ends at `pulse`; `playing` machines are taken along. */
  turn(on: boolean, pulse: number, playing: boolean): void {
    if (on === this.on) return;
    if (!on) this.stop();
    this.on = on;
    this.next = gridAt(pulse) + clockPulses;
    if (on && playing) {
      const sixteenth = Math.ceil((this.next + clockPulses) / sixteenthPulses) * sixteenthPulses;
      this.playFrom(sixteenth, false);
    }
  }

  /** The music is to begin at `pulse`, which is in the future of the same timeline. */
  playFrom(pulse: number, fromTop: boolean): void {
    this.announced = { pulse, fromTop };
  }

  /** The music will begin at `pulse` with the very next clock, whenever that comes. */
  playNext(pulse: number, fromTop: boolean): void {
    this.playFrom(pulse, fromTop);
    this.next = pulse;
    this.announce();
  }

  /** The same instants have pulses that are smaller by `pulses`, a multiple of a clock. */
  renumber(pulses: number): void {
    this.next -= pulses;
  }

  /** The music has ended. */
  stop(): void {
    this.announced = undefined;
    if (this.on) this.send(stopByte, 0, 0);
  }

  private announce(): void {
    const { pulse, fromTop } = this.announced!;
    this.announced = undefined;
    if (!this.on) return;
    if (fromTop) this.send(startByte, 0, 0);
    else {
      const sixteenths = Math.floor(pulse / sixteenthPulses);
      this.send(songPosition, sixteenths & 0x7f, (sixteenths >> 7) & 0x7f);
      this.send(continueByte, 0, 0);
    }
  }
}

/** The last clock's pulse at or before `pulse`. */
function gridAt(pulse: number): number {
  return Math.floor(pulse / clockPulses) * clockPulses;
}
