import type { Micros } from './clock.js';

/** A note that comes back later than this is a player's: a DAW that hands notes through takes a few buffers. */
const reach: Micros = 150_000;
/** Where a loop is proved, only what comes back later than this: a machine may be held up now and then. */
const loopReach: Micros = 1_000_000;
/**
 * So many echoes without a player's note between them are a cable, if that brings back what it is sent, or most of it: a
 * player on pads of one loudness, in time with it, strikes again and again what it has just played, and leaves out the rest.
 */
const proof = 8;
const most = 2 / 3;
/** A cable may have one channel of a port alone. */
const channels = 16;
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
 * Keys may be asked about later than they came, in order. Does not allocate.
 */
export class Feedback {
  /** [pitch, underway] each: the last notes sent, in a ring whose next place is `next` [pitch]. */
  private readonly sentAt = new Float64Array(pitches * underway).fill(-Infinity);
  private readonly sentVelocity = new Uint8Array(pitches * underway);
  private readonly sentWay = new Uint16Array(pitches * underway);
  private readonly next = new Uint8Array(pitches);
  /** [pitch] echoes whose note-off is yet to come back: a player may hold the same key meanwhile. */
  private readonly echoing = new Uint8Array(pitches);
  /** [16 channels of each port] notes that went that way since the first echo, and those that came back. */
  private readonly gone: Uint32Array;
  private readonly back: Uint32Array;
  /** There are echoes, without a player's note between them. */
  private echoes = false;
  private proved = false;
  private echoAt: Micros = -Infinity;

  constructor(ports = 1) {
    this.gone = new Uint32Array(channels * ports);
    this.back = new Uint32Array(channels * ports);
  }

  /** It plays a note on a channel, from 0, of a port, from 0. */
  sent(pitch: number, velocity: number, at: Micros, channel = 0, port = 0): void {
    const next = this.next[pitch]!;
    const way = port * channels + channel;
    this.sentAt[pitch * underway + next] = at;
    this.sentVelocity[pitch * underway + next] = velocity;
    this.sentWay[pitch * underway + next] = way;
    this.gone[way]! += 1;
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
    const way = this.wayOf(pitch, velocity, at);
    const echo = way >= 0;
    if (!echo || forgotten) this.echoes = this.proved = false;
    if (!echo) return 'player';
    if (!this.echoes) this.begin(way);
    this.back[way]! += 1;
    this.echoing[pitch] = Math.min(underway, this.echoing[pitch]! + 1);
    this.echoAt = at;
    if (this.proved || !this.isCable(way)) return 'echo';
    this.proved = true;
    return 'loop';
  }

  /** Its output is wired to its input, as far as it can tell. */
  loops(at: Micros): boolean {
    return this.proved && at - this.echoAt <= memory;
  }

  /** The first echo, of what went that way. */
  private begin(way: number): void {
    this.echoes = true;
    this.gone.fill(0);
    this.back.fill(0);
    this.gone[way] = 1;
  }

  private isCable(way: number): boolean {
    return this.back[way]! >= proof && this.back[way]! >= most * this.gone[way]!;
  }

  /** The way that such a note went a moment ago; -1 where none did. */
  private wayOf(pitch: number, velocity: number, at: Micros): number {
    const within = this.loops(at) ? loopReach : reach;
    for (let place = pitch * underway; place < (pitch + 1) * underway; place += 1) {
      const since = at - this.sentAt[place]!;
      if (this.sentVelocity[place] === velocity && since >= 0 && since < within)
        return this.sentWay[place]!;
    }
    return -1;
  }
}
