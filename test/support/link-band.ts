import { Beat } from '../../src/daemon/core/beat.js';
import type { Micros } from '../../src/daemon/core/clock.js';
import { Rig, type RigOptions } from './rig.js';

/** A rig in a session of Link with others, whose beat 0 is at `zero`. */
export class LinkBand {
  readonly rig: Rig;
  readonly beat: Beat;
  bpm = 120;
  zero: Micros;
  peers = 1;

  constructor(options: RigOptions = {}) {
    this.rig = new Rig(options);
    this.beat = new Beat(this.rig.conductor, 120);
    this.zero = this.rig.now + 123_456;
    this.beat.choose('link', 120, this.rig.now);
  }

  /** By a place of the beat that is no place of the music. */
  tell(): void {
    const { bpm, zero, peers, rig } = this;
    const at = rig.now - 777_777;
    this.beat.session({ bpm, beat: ((at - zero) * bpm) / 60_000_000, at, peers }, rig.now);
    rig.run(0);
  }

  /** Another tempo from now on, for all; the beat goes on from where it is. */
  turn(bpm: number): void {
    const { now } = this.rig;
    this.zero = now - ((now - this.zero) * this.bpm) / bpm;
    this.bpm = bpm;
    this.tell();
  }

  /** The session's beat comes so much later, for all. */
  move(micros: Micros): void {
    this.zero += micros;
    this.tell();
  }

  start(): void {
    this.beat.start(this.rig.now);
    this.rig.run(0);
  }

  beats(count: number): void {
    const end = this.rig.now + (count * 60_000_000) / this.bpm;
    while (this.rig.now < end) {
      const next = Math.min(this.beat.poll(this.rig.now), Math.floor(end) + 1);
      this.rig.run(Math.max(1, next - this.rig.now));
    }
  }

  /** By how much a tick is off one of the session's, and which of its bar that is. */
  placeOf(at: Micros, beats = 4, perBeat = 4): { off: Micros; place: number } {
    const ticks = ((at - this.zero) * this.bpm * perBeat) / 60_000_000;
    const nearest = Math.round(ticks);
    const off = ((ticks - nearest) * 60_000_000) / (perBeat * this.bpm);
    return { off, place: modulo(nearest, perBeat * beats) };
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
