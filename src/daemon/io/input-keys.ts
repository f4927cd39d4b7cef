import type { Micros } from '../core/clock.js';
import type { ControlEvent } from '../core/control-event.js';
import { isSustain } from '../core/sustain.js';
import type { MidiListener } from './midi-reader.js';

/** All Sound Off, All Notes Off, and the modes that end all notes too (MIDI 1.0 Detailed Specification, table III). */
const allOff: readonly number[] = [120, 123, 124, 125, 126, 127];
/** Reset All Controllers: a pedal goes up. */
const reset = 121;

interface Key {
  readonly channel: number;
  readonly pitch: number;
}

/**
 * Hands on what a MIDI input says, and knows which keys are down: of those that go with their cable no note-off comes, nor of
 * those that a machine ends all at once, as many do when they stop. Main thread.
 */
export class InputKeys implements MidiListener {
  /** By channel and pitch. */
  private readonly down = new Map<string, Key>();
  /** Sustain pedals that are down, by channel. */
  private readonly pedals = new Map<number, ControlEvent>();

  constructor(private readonly listener: MidiListener) {}

  key(pitch: number, velocity: number, at: Micros, channel: number): void {
    const place = `${channel} ${pitch}`;
    if (velocity === 0) this.down.delete(place);
    else this.down.set(place, { channel, pitch });
    this.listener.key(pitch, velocity, at, channel);
  }

  realTime(...told: Parameters<MidiListener['realTime']>): void {
    this.listener.realTime(...told);
  }

  control(event: ControlEvent, at: Micros): void {
    if (event.kind === 'cc' && (allOff.includes(event.number) || event.number === reset)) {
      const isMeant = ({ channel }: Pick<Key, 'channel'>): boolean => channel === event.channel - 1;
      if (event.number !== reset) this.lift(at, isMeant);
      else this.liftPedals(at, isMeant);
    }
    if (isSustain(event)) {
      if (event.value > 0) this.pedals.set(event.channel, event);
      else this.pedals.delete(event.channel);
    }
    this.listener.control(event, at);
  }

  /** Every key and every pedal that is down, or each that `isMeant`, goes up at `at`. */
  lift(at: Micros, isMeant: (key: Pick<Key, 'channel'>) => boolean = () => true): void {
    this.liftPedals(at, isMeant);
    for (const [place, key] of [...this.down]) {
      if (!isMeant(key)) continue;
      this.down.delete(place);
      this.listener.key(key.pitch, 0, at, key.channel);
    }
  }

  private liftPedals(at: Micros, isMeant: (key: Pick<Key, 'channel'>) => boolean): void {
    for (const [channel, pedal] of [...this.pedals]) {
      if (!isMeant({ channel: channel - 1 })) continue;
      this.pedals.delete(channel);
      this.listener.control({ ...pedal, value: 0 }, at);
    }
  }
}
