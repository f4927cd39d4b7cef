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
/** More clocks than these are not caught up with after a sleep: they are left out. */
const mostLate = clocksPerBeat;

/**
 * The MIDI clock that other machines follow: 24 a beat whether it plays or not, each on the instant of its pulse. Start
 * and Continue come one clock before the place they speak of, as the specification has it: the next clock is that place.
 * Where the music jumps, or clocks were left out, others are told where they are: Stop, for they may ignore a song position
 * while they play, then the position and Continue (MIDI 1.0 Detailed Specification, "Song Position Pointer").
 */
export class ClockOut {
  on = false;
  /** Others play: they were told to, and not to stop. */
  private leads = false;
  /** The pulse of the next clock. */
  private next = 0;
  /** What to announce, where, and to whom. */
  private announced:
    { readonly pulse: number; readonly fromTop: boolean; readonly to: MidiSend } | undefined;

  /** `send` goes to all. */
  constructor(private readonly send: MidiSend) {}

  /** When the next clock is due; Infinity while it is off. */
  dueAt(timeline: Timeline): Micros {
    return this.on ? timeline.microsAt(this.next) : Infinity;
  }

  /** The next clock is due; `pulse` is now. */
  tick(pulse: number): void {
    this.send(clockByte, 0, 0);
    this.next += clockPulses;
    const here = gridAt(pulse);
    if (this.next < here - mostLate * clockPulses) this.leapTo(here);
    if (this.announced !== undefined && this.next >= this.announced.pulse) this.announce();
  }

  /** Begins or ends at `pulse`; `playing` machines are taken along. */
  turn(on: boolean, pulse: number, playing: boolean): void {
    if (on === this.on) return;
    if (!on) this.stop();
    this.on = on;
    this.next = gridAt(pulse) + clockPulses;
    if (on && playing) this.join();
  }

  /** The music is to begin at `pulse`, which is in the future of the same timeline. */
  playFrom(pulse: number, fromTop: boolean): void {
    this.announced = { pulse, fromTop, to: this.send };
  }

  /** The music will begin at `pulse` with the very next clock, whenever that comes; others no sooner than a song position can tell. */
  playNext(pulse: number, fromTop: boolean): void {
    if (this.leads) this.stop();
    this.next = pulse;
    if (pulse % sixteenthPulses !== 0) {
      this.join();
      return;
    }
    this.playFrom(pulse, fromTop);
    this.announce();
  }

  /** The music will begin at `pulse`, a sixteenth, which is some time away: until then the clock goes on. */
  playAt(pulse: number, fromTop: boolean): void {
    if (this.leads) this.stop();
    this.next = Math.min(this.next, pulse);
    this.playFrom(pulse, fromTop);
    if (this.next === pulse) this.announce();
  }

  /** The beat lies elsewhere: the next clock is the one there that is nearest to when it would have been. */
  move(from: Timeline, to: Timeline): void {
    this.next = Math.round(to.pulseAt(from.microsAt(this.next)) / clockPulses) * clockPulses;
  }

  /** The same instants have pulses that are smaller by `pulses`, a multiple of a clock. */
  renumber(pulses: number): void {
    this.next -= pulses;
  }

  /** The music has ended. */
  stop(): void {
    this.announced = undefined;
    this.leads = false;
    if (this.on) this.send(stopByte, 0, 0);
  }

  /** Those that `send` goes to were away: they come in where the others are, who are told nothing. */
  rejoin(send: MidiSend): void {
    if (!this.leads) return;
    send(stopByte, 0, 0);
    // Where all are about to be told, or another one is, they hear it too.
    this.join(this.announced === undefined ? send : this.send);
  }

  /** Others come in, in the midst of the music, on the next sixteenth that can be told ahead. */
  private join(to = this.send): void {
    const pulse = Math.ceil((this.next + clockPulses) / sixteenthPulses) * sixteenthPulses;
    this.announced = { pulse, fromTop: false, to };
  }

  /** Clocks are left out: the next is that of `pulse`. */
  private leapTo(pulse: number): void {
    const { leads, announced } = this;
    this.next = pulse;
    if (leads) this.stop();
    if (leads || (announced !== undefined && announced.pulse < pulse)) this.join();
  }

  private announce(): void {
    const { pulse, fromTop, to } = this.announced!;
    this.announced = undefined;
    if (!this.on) return;
    this.leads = true;
    if (fromTop) to(startByte, 0, 0);
    else {
      const sixteenths = Math.floor(pulse / sixteenthPulses);
      to(songPosition, sixteenths & 0x7f, (sixteenths >> 7) & 0x7f);
      to(continueByte, 0, 0);
    }
  }
}

/** The last clock's pulse at or before `pulse`. */
function gridAt(pulse: number): number {
  return Math.floor(pulse / clockPulses) * clockPulses;
}
