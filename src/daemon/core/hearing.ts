import type { HeardNote } from '../../model/codec/codec.js';

/** More note-ons than this before a tick is decided are not music; the rest are left out. */
const limit = 64;

/** A live player's notes, placed on the nearest tick until the window asks for that tick. */
export class Hearing {
  private pending: { readonly tick: number; readonly note: HeardNote }[] = [];
  /** The first tick not yet taken. */
  private open = -Infinity;
  private lastPlayed = -Infinity;

  /** A player counts as playing until so many ticks after the last note. */
  constructor(private readonly patience: number) {}

  /** `position` is in ticks. A note for a tick that was taken already counts as early for the next. */
  noteOn(pitch: number, velocity: number, position: number): void {
    if (this.pending.length >= limit) return;
    const nearest = Math.floor(position + 0.5);
    const tick = Math.max(nearest, this.open);
    const offset = tick === nearest ? position - nearest : -0.5;
    this.pending.push({ tick, note: { pitch, velocity, offset } });
  }

  /** What was begun up to `tick`, which may be nothing; null when nobody has played for a while. */
  take(tick: number): readonly HeardNote[] | null {
    const notes = this.pending.filter((entry) => entry.tick <= tick).map((entry) => entry.note);
    if (notes.length > 0) {
      this.pending = this.pending.filter((entry) => entry.tick > tick);
      this.lastPlayed = tick;
    }
    this.open = tick + 1;
    return tick - this.lastPlayed < this.patience ? notes : null;
  }

  /** The transport starts again: nothing was heard yet. */
  clear(): void {
    this.pending = [];
    this.open = -Infinity;
    this.lastPlayed = -Infinity;
  }
}
