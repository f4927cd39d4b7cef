import { Beat } from '../../src/daemon/core/beat.js';
import { clocksPerBeat, intervalOf } from '../../src/daemon/core/clock-find.js';
import type { Micros } from '../../src/daemon/core/clock.js';
import type { RealTime } from '../../src/daemon/core/real-time.js';
import { dice } from './clock-stamps.js';
import { Rig, type RigOptions } from './rig.js';

/** Another machine, whose clock a rig follows: it shakes by `jitter` either side, and knows where in the song it is. */
export class Master {
  readonly rig: Rig;
  readonly beat: Beat;
  bpm = 120;
  jitter: Micros = 1000;
  /** The clock that comes next, counted from the song's start, while it plays. */
  clock = 0;
  playing = false;
  private due: Micros;
  private readonly roll: () => number;

  constructor(seed = 1, options: RigOptions = {}) {
    this.rig = new Rig(options);
    this.beat = new Beat(this.rig.conductor, 120);
    this.beat.choose('midi', 120, this.rig.now);
    this.due = this.rig.now + 100_000;
    this.roll = dice(seed);
  }

  /** Sends so many clocks, each a little off its time. */
  clocks(count: number): void {
    for (let each = 0; each < count; each += 1) {
      this.wait(this.due + (2 * this.roll() - 1) * this.jitter);
      this.say('clock');
      this.due += intervalOf(this.bpm);
      if (this.playing) this.clock += 1;
    }
  }

  beats(count: number): void {
    this.clocks(count * clocksPerBeat);
  }

  /** Plays on for so many clocks, but none of them arrives. */
  silence(count: number): void {
    this.due += count * intervalOf(this.bpm);
    if (this.playing) this.clock += count;
    this.wait(this.due - intervalOf(this.bpm) / 2);
  }

  start(): void {
    this.say('start');
    this.playing = true;
    this.clock = 0;
  }

  goOn(): void {
    this.say('continue');
    this.playing = true;
  }

  stop(): void {
    this.say('stop');
    this.playing = false;
  }

  /** To a sixteenth of the song; also while it plays. */
  jump(sixteenths: number): void {
    this.say('position', sixteenths);
    this.clock = sixteenths * (clocksPerBeat / 4);
  }

  say(kind: RealTime, position = 0): void {
    this.beat.realTime(kind, position, this.rig.now);
    this.rig.run(0);
  }

  /** Lets time pass to an instant, with nothing sent. */
  wait(until: Micros): void {
    for (;;) {
      const look = this.beat.poll(this.rig.now);
      const next = Math.min(look, Math.round(until));
      if (next > this.rig.now) this.rig.run(next - this.rig.now);
      if (next >= until - 1) return;
    }
  }

  /** When clock `clock` of the song, counted as `clock` is, is meant to come; of the tempo now. */
  timeOf(clock: number): Micros {
    return this.due + (clock - this.clock) * intervalOf(this.bpm);
  }
}
