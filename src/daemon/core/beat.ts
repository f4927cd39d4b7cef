import { ClockFollow, type Follower } from './clock-follow.js';
import type { ClockStatus } from './clock-status.js';
import type { Micros } from './clock.js';
import type { RealTime } from './real-time.js';
import type { EntryPoint } from './snapshot.js';
import { Timeline } from './timeline.js';

/** What plays to the beat: the conductor. */
export interface Player extends Follower {
  resume(now: Micros): void;
  downbeat(now: Micros): void;
  setTempo(bpm: number, now: Micros): void;
}

/** Whose beat it plays: its own, or that of a MIDI clock; and what the transport means in each. */
export class Beat {
  private readonly midi: ClockFollow;
  private follows = false;
  private tempo: number;

  constructor(
    private readonly player: Player,
    tempo: number,
  ) {
    this.tempo = tempo;
    this.midi = new ClockFollow(player, tempo);
  }

  /** `tempo` is that of its own beat, which counts while there is no MIDI clock, too. It may change while it plays. */
  choose(follows: boolean, tempo: number, now: Micros): void {
    const { midi } = this;
    if (follows && !this.follows) midi.enter(tempo);
    if (!follows && this.follows) midi.leave(now);
    const guessed = tempo !== this.tempo && midi.guess(tempo);
    if (!follows || guessed) this.player.setTempo(tempo, now);
    this.follows = follows;
    this.tempo = tempo;
  }

  /** Plays from where another process stopped, when the time for it comes. */
  enter({ pulse, at, bpm }: EntryPoint): void {
    this.player.cue(pulse, false);
    this.player.roll(new Timeline(bpm, pulse, at));
    if (this.follows) this.midi.enter(bpm);
  }

  start(now: Micros): void {
    if (this.follows) this.midi.play(now);
    else this.player.start(now);
  }

  /** Where another machine keeps the place in the song, there is no other to go on from. */
  resume(now: Micros): void {
    if (this.follows) this.midi.play(now);
    else this.player.resume(now);
  }

  /** The bar of a MIDI clock is where it says, not where we do. */
  downbeat(now: Micros): void {
    if (!this.follows) this.player.downbeat(now);
  }

  stop(): void {
    if (this.follows) this.midi.halt();
    else this.player.stop();
  }

  /** What came in at MIDI; nothing is done of it where the beat is its own. */
  realTime(kind: RealTime, position: number, at: Micros): void {
    if (!this.follows) return;
    switch (kind) {
      case 'clock':
        this.midi.clock(at);
        return;
      case 'start':
        this.midi.songStart();
        return;
      case 'continue':
        this.midi.songContinue();
        return;
      case 'stop':
        this.midi.songStop();
        return;
      case 'position':
        this.midi.songPosition(position);
        return;
    }
  }

  /** Gives the instant at which to be asked again. */
  poll(now: Micros): Micros {
    return this.follows ? this.midi.poll(now) : Infinity;
  }

  get status(): ClockStatus {
    if (this.follows) return this.midi.status;
    return { state: 'internal', bpm: this.tempo, other: 0 };
  }
}
