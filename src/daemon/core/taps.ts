import type { PlannedNote, TickPlan } from '../../model/tick.js';
import type { Micros } from './clock.js';
import type { PlayerKey } from './duet.js';

/** Keys that go down within so many microseconds are one tap: a chord, or a finger between two keys. */
const chord: Micros = 10_000;

/** What a tap sounds as; its first note is where the tap is. */
export interface Tap {
  readonly tick: number;
  readonly notes: readonly PlannedNote[];
}

/**
 * The plan that waits for a player's taps. Each tap fires it: as loud as the tap, with the balance between the voices that
 * the model meant, and the spread between the hands, the first of which is on the tap; a tick may be tapped more than once.
 */
export class Taps {
  private armed: TickPlan | undefined;
  /** What was tapped since the window last asked. */
  private fired: TickPlan | undefined;
  private lastAt: Micros = -Infinity;

  /** The plan that the next taps fire. */
  arm(plan: TickPlan): void {
    this.armed = plan;
  }

  /**
   * A key was tapped at `position`, in ticks; null where it belongs to the tap before it. Before there is any plan it sounds
   * as itself.
   */
  tap({ pitch, velocity, micros }: PlayerKey, position: number): Tap | null {
    const { armed } = this;
    if (micros - this.lastAt < chord) return null;
    this.lastAt = micros;
    const tick = Math.floor(position + 0.5);
    const late = position - tick;
    if (armed === undefined || armed.notes.length === 0) {
      return { tick, notes: [{ pitch, velocity, offset: late }] };
    }
    const loudest = Math.max(...armed.notes.map((note) => note.velocity));
    const first = Math.min(...armed.notes.map((note) => note.offset));
    const notes = armed.notes.map((note) => ({
      pitch: note.pitch,
      velocity: Math.max(1, Math.round((velocity * note.velocity) / loudest)),
      offset: late + note.offset - first,
    }));
    this.fired = { ...armed, tick, notes };
    return { tick, notes };
  }

  /** What was tapped up to `tick`; null where nothing was. */
  take(tick: number): TickPlan | null {
    const { fired } = this;
    this.fired = undefined;
    if (fired === undefined) return null;
    const notes = fired.notes.map((note) => {
      const offset = Math.min(0.49, Math.max(-0.5, fired.tick + note.offset - tick));
      return { ...note, offset };
    });
    return { ...fired, tick, notes };
  }

  /** Nothing is armed, nothing was tapped. */
  clear(): void {
    this.armed = undefined;
    this.fired = undefined;
  }
}

/** A plan of nothing. */
export function restAt(tick: number): TickPlan {
  return { tick, token: 'REST', kind: 'rest', notes: [], probability: 0 };
}
