import type { Micros } from './clock.js';

/** A note that comes back later than this is a player's: a DAW that hands notes through takes a few buffers. */
const reach: Micros = 150_000;
/** Where a loop is proved, only what comes back later than this: a machine may be held up now and then. */
const loopReach: Micros = 1_000_000;
/** So many echoes without a player's note between them are a cable, not chance. */
const proof = 8;
/** After so long without an echo the cable is out, and would be named again. */
const memory: Micros = 10_000_000;
const pitches = 128;
/** Notes of a pitch that may be on their way round at once: sixteenths at 300 BPM within `loopReach`, and one more. */
const underway = 21;

/** What a key that came in is: a player's, its own note come back, or such an echo that proves a loop, told once. */
export type Origin = 'player' | 'echo' | 'loop';

/**
 * Tells a player's notes from its own, where its output is wired to its input: a key of the pitch and velocity that it
 * has just sent is an echo, on any channel. A loop is otherwise a player who agrees with everything, ever louder.
 * Clock thread; does not allocate.
 */
export class Feedback {
  /** [pitch, underway] each: the last notes sent, in a ring whose next place is `next` [pitch]. */
  private readonly sentAt = new Float64Array(pitches * underway).fill(-Infinity);
  private readonly sentVelocity = new Uint8Array(pitches * underway);
  private readonly next = new Uint8Array(pitches);
  /** [pitch] echoes whose note-off is yet to come back: a player may hold the same key meanwhile. */
  private readonly echoing = new Uint8Array(pitches);
  private echoes = 0;
  private echoAt: Micros = -Infinity;

  /** It plays a note. */
  sent(pitch: number, velocity: number, at: Micros): void {
    const next = this.next[pitch]!;
    this.sentAt[pitch * underway + next] = at;
    this.sentVelocity[pitch * underway + next] = velocity;
    this.next[pitch] = (next + 1) % underway;
  }

  /** A key went down, or up where `velocity` is 0. */
  origin(pitch: number, velocity: number, at: Micros): Origin {
    if (velocity === 0) {
      if (this.echoing[pitch] === 0) return 'player';
      this.echoing[pitch]! -= 1;
      return 'echo';
    }
    const forgotten = at - this.echoAt > memory;
    if (forgotten) this.echoing.fill(0);
    const echo = this.wasSent(pitch, velocity, at);
    if (!echo || forgotten) this.echoes = 0;
    if (!echo) return 'player';
    this.echoes += 1;
    this.echoing[pitch] = Math.min(underway, this.echoing[pitch]! + 1);
    this.echoAt = at;
    return this.echoes === proof ? 'loop' : 'echo';
  }

  /** Its output is wired to its input, as far as it can tell. */
  loops(at: Micros): boolean {
    return this.echoes >= proof && at - this.echoAt <= memory;
  }

  private wasSent(pitch: number, velocity: number, at: Micros): boolean {
    const within = this.loops(at) ? loopReach : reach;
    for (let place = pitch * underway; place < (pitch + 1) * underway; place += 1) {
      const since = at - this.sentAt[place]!;
      if (this.sentVelocity[place] === velocity && since >= 0 && since < within) return true;
    }
    return false;
  }
}
