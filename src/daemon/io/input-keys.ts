import type { Micros } from '../core/clock.js';
import type { MidiListener } from './midi-reader.js';

/** Hands on what a MIDI input says, and knows which keys are down: of those that go with their cable no note-off comes. Main thread. */
export class InputKeys implements MidiListener {
  /** What lifts each, by channel and pitch. */
  private readonly down = new Map<string, (at: Micros) => void>();

  constructor(private readonly listener: MidiListener) {}

  key(pitch: number, velocity: number, at: Micros, channel: number): void {
    const place = `${channel} ${pitch}`;
    if (velocity === 0) this.down.delete(place);
    else this.down.set(place, (lifted) => this.listener.key(pitch, 0, lifted, channel));
    this.listener.key(pitch, velocity, at, channel);
  }

  realTime(...told: Parameters<MidiListener['realTime']>): void {
    this.listener.realTime(...told);
  }

  control(...told: Parameters<MidiListener['control']>): void {
    this.listener.control(...told);
  }

  /** Every key that is down goes up at `at`. */
  lift(at: Micros): void {
    for (const up of this.down.values()) up(at);
    this.down.clear();
  }
}
