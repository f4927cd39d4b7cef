import { type AccentAt, accentAt, accentBars } from './accents.js';

/** What a player has been doing of late, whatever the notes were. */
export interface Busyness {
  /** Onsets a beat over a bar's worth of beats up to the last onset; notes struck together are one. */
  readonly density: number;
  /** Mean MIDI velocity of the last few onsets of that time; null where there was none. */
  readonly loudness: number | null;
  /** The same of all onsets of that time. */
  readonly level: number | null;
  /** How much louder that bar was than the one before it, in MIDI velocity; 0 where either was silent. */
  readonly swell: number;
  /** Ticks since the last onset; Infinity where there was none. */
  readonly quiet: number;
}

/** How many beats are one look; two looks are remembered. */
const beats = 4;
/** Loudness is that of so many onsets: enough to see past an accent, few enough to follow within a beat or two. */
const loudOnsets = 4;
/** The longest bar. */
const mostBeats = 7;

/** Follows how much, how loud and how lately somebody plays. */
export class Activity {
  /** The loudest onset of each of the last ticks, 0 where there was none; tick t is at t mod its length. */
  private readonly struck: Uint8Array;
  private readonly look: number;
  /** The last tick that has its place in `struck`. */
  private newest = 0;
  private lastOnset = -Infinity;

  constructor(private readonly ticksPerBeat: number) {
    this.look = beats * ticksPerBeat;
    this.struck = new Uint8Array((accentBars + 1) * mostBeats * ticksPerBeat + 2);
  }

  /** The place of the last onset, in ticks; -Infinity where there was none. */
  get last(): number {
    return this.lastOnset;
  }

  /** A key went down at `position`, in ticks, with a MIDI velocity of 1 to 127. */
  noteOn(velocity: number, position: number): void {
    const tick = Math.floor(position + 0.5);
    this.moveTo(tick);
    this.lastOnset = Math.max(this.lastOnset, position);
    if (tick <= this.newest - this.struck.length) return;
    const at = this.place(tick);
    this.struck[at] = Math.max(this.struck[at]!, velocity);
  }

  /** The picture as `tick` is about to be decided, which is not before any tick looked at earlier. */
  before(tick: number): Busyness {
    this.moveTo(tick);
    // Up to the last onset: to stop is not to play less and less.
    const last = Math.max(this.lastOnset, tick - this.look);
    const end = Math.min(tick - 1, Math.floor(last + 0.5));
    const now = this.sum(end);
    const then = this.sum(end - this.look);
    const both = now.count > 0 && then.count > 0;
    return {
      density: (now.count * this.ticksPerBeat) / this.look,
      loudness: this.loudness(end),
      level: now.count > 0 ? now.velocity / now.count : null,
      swell: both ? now.velocity / now.count - then.velocity / then.count : 0,
      quiet: tick - this.lastOnset,
    };
  }

  /** How much of late a place was stressed beside others like it, -1 to 1, as the tick there is about to be decided. */
  accent(at: Omit<AccentAt, 'struckAt' | 'ticksPerBeat'>): number {
    this.moveTo(at.tick);
    return accentAt({ ...at, ticksPerBeat: this.ticksPerBeat, struckAt: this.struckAt });
  }

  private readonly struckAt = (tick: number): number =>
    tick > this.newest - this.struck.length && tick <= this.newest
      ? this.struck[this.place(tick)]!
      : 0;

  /** The music goes on elsewhere, or anew: nothing was played yet. */
  clear(tick: number): void {
    this.struck.fill(0);
    this.newest = tick;
    this.lastOnset = -Infinity;
  }

  private moveTo(tick: number): void {
    const from = Math.max(this.newest + 1, tick - this.struck.length + 1);
    for (let at = from; at <= tick; at += 1) this.struck[this.place(at)] = 0;
    this.newest = Math.max(this.newest, tick);
  }

  private loudness(end: number): number | null {
    let count = 0;
    let velocity = 0;
    for (let tick = end; tick > end - this.look && count < loudOnsets; tick -= 1) {
      const loud = this.struck[this.place(tick)]!;
      if (loud > 0) count += 1;
      velocity += loud;
    }
    return count === 0 ? null : velocity / count;
  }

  /** Of the ticks up to `end`, as many as one look takes. */
  private sum(end: number): { readonly count: number; readonly velocity: number } {
    let count = 0;
    let velocity = 0;
    for (let tick = end - this.look + 1; tick <= end; tick += 1) {
      const loud = this.struck[this.place(tick)]!;
      if (loud > 0) count += 1;
      velocity += loud;
    }
    return { count, velocity };
  }

  private place(tick: number): number {
    const { length } = this.struck;
    return ((tick % length) + length) % length;
  }
}
