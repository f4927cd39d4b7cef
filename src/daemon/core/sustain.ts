import type { Micros } from './clock.js';
import type { ControlEvent } from './control-event.js';

/** Takes a key that went down, or up where `velocity` is 0, on a MIDI channel of 0 to 15. */
type TakeKey = (pitch: number, velocity: number, at: Micros, channel: number) => void;

const controller = 64;
const down = 0.5;

/** Whether a control that moved is a sustain pedal. */
export function isSustain({ kind, number }: ControlEvent): boolean {
  return kind === 'cc' && number === controller;
}

/**
 * A player's sustain pedal: what is let go while it is down sounds on. Such a key goes up with the pedal, or as the next one
 * of its channel goes down: in what is heard of a player, what begins ends what sounds.
 */
export class Sustain {
  /** Channels whose pedal is down, and of each the keys that it holds. */
  private readonly held = new Map<number, Set<number>>();

  constructor(private readonly take: TakeKey) {}

  key(...[pitch, velocity, at, channel]: Parameters<TakeKey>): void {
    const held = this.held.get(channel);
    if (velocity === 0 && held !== undefined) {
      held.add(pitch);
      return;
    }
    if (held !== undefined) this.letGo(held, at, channel);
    this.take(pitch, velocity, at, channel);
  }

  /** A sustain pedal moved. */
  move({ channel, value }: ControlEvent, at: Micros): void {
    const held = this.held.get(channel - 1);
    if (value >= down) {
      if (held === undefined) this.held.set(channel - 1, new Set());
      return;
    }
    this.held.delete(channel - 1);
    if (held !== undefined) this.letGo(held, at, channel - 1);
  }

  /** As if every pedal went up, whatever came of its message. */
  clear(): void {
    this.held.clear();
  }

  private letGo(held: Set<number>, at: Micros, channel: number): void {
    for (const pitch of held) this.take(pitch, 0, at, channel);
    held.clear();
  }
}
