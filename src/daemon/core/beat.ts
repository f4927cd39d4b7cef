import { ClockFollow, type Follower } from './clock-follow.js';
import type { BeatSource, ClockStatus } from './clock-status.js';
import type { Micros } from './clock.js';
import { type LinkBeat, LinkFollow } from './link-follow.js';
import { type Led, PlayerFollow } from './player-follow.js';
import type { RealTime } from './real-time.js';
import type { EntryPoint } from './snapshot.js';
import { ppq, Timeline } from './timeline.js';

/** What plays to the beat: the conductor. */
export interface Player extends Follower, Led {
  /** A bar, from the next bar line on; and the nearer of the two lines of the present bar. */
  readonly barPulses: number;
  barLineNear(pulse: number): number;
  /** Where `resume` would go on: a sixteenth. */
  readonly place: number;
  /** So much before its place in time a note may be due: by the nudge. */
  readonly early: Micros;
  /** As `cue`, where `timeline` says already when that is. */
  launch(pulse: number, fromTop: boolean, timeline: Timeline): void;
  /** While it does not play: the beat of others. */
  settle(timeline: Timeline): void;
  resume(now: Micros): void;
  downbeat(now: Micros): void;
  setTempo(bpm: number, now: Micros): void;
}

/** Whose beat it plays, and what the transport means in each. */
export class Beat {
  private readonly midi: ClockFollow;
  private readonly link: LinkFollow;
  private readonly human: PlayerFollow;
  private source: BeatSource = 'internal';
  private tempo: number;

  constructor(
    private readonly player: Player,
    tempo: number,
  ) {
    this.tempo = tempo;
    this.midi = new ClockFollow(player, tempo);
    this.link = new LinkFollow(player);
    this.human = new PlayerFollow(player, tempo);
  }

  /**
   * `tempo` is that of its own beat, which counts while there is no MIDI clock and no Link session, too, and is where a player
   * goes on from. It may change while it plays.
   */
  choose(source: BeatSource, tempo: number, now: Micros): void {
    const { midi, link, human } = this;
    const isOther = source !== this.source;
    if (isOther) {
      if (this.source === 'midi') midi.leave(now);
      if (this.source === 'link') link.leave();
      if (source === 'midi') midi.enter(tempo);
    }
    const guessed = tempo !== this.tempo && midi.guess(tempo);
    const led = {
      internal: false,
      midi: !guessed && !isOther,
      link: link.status !== undefined,
      player: tempo === this.tempo && !isOther,
    };
    if (!led[source]) this.player.setTempo(tempo, now);
    if (!led.player) human.begin(tempo);
    this.source = source;
    this.tempo = tempo;
  }

  /** Plays from where another process stopped, when the time for it comes. */
  enter({ pulse, at, bpm }: EntryPoint): void {
    this.player.cue(pulse, false);
    this.player.roll(new Timeline(bpm, pulse, at));
    if (this.source === 'midi') this.midi.enter(bpm);
  }

  start(now: Micros): void {
    if (this.source === 'midi') this.midi.play(now);
    else if (this.source === 'link') this.link.play(now);
    else this.startAtTempo(now);
  }

  /** Whatever tempo a player had before. */
  private startAtTempo(now: Micros): void {
    const { player, tempo } = this;
    if (player.playing) return;
    player.setTempo(tempo, now);
    player.start(now);
  }

  /** A player counted it in; nothing is done of it where the beat is another machine's. */
  launch(bpm: number, at: Micros, now: Micros): void {
    const { player, source } = this;
    if (player.playing || source === 'midi' || source === 'link') return;
    const counted = new Timeline(bpm, 0, at);
    const beats = Math.max(0, Math.ceil(counted.pulseAt(now) / ppq));
    player.launch(0, true, new Timeline(bpm, 0, counted.microsAt(beats * ppq)));
  }

  /** Where another machine keeps the place in the song, there is no other to go on from. */
  resume(now: Micros): void {
    if (this.source === 'midi') this.midi.play(now);
    else if (this.source === 'link') this.link.resume(now);
    else this.player.resume(now);
  }

  /** The bar of a MIDI clock, or of others, is where they say, not where we do. */
  downbeat(now: Micros): void {
    if (this.source !== 'midi' && (this.link.status?.other ?? 0) === 0) this.player.downbeat(now);
  }

  stop(): void {
    if (this.source === 'midi') this.midi.halt();
    else this.player.stop();
  }

  /** A player's key went down, by the time at which it was meant; nothing is done of it where the beat is another's. */
  key(at: Micros): void {
    if (this.source === 'player') this.human.key(at);
  }

  /** What a Link session is now; nothing is done of it where the beat is another. */
  session(beat: LinkBeat, now: Micros): void {
    if (this.source === 'link') this.link.hear(beat, now);
  }

  /** What came in at MIDI; nothing is done of it where the beat is its own. */
  realTime(kind: RealTime, position: number, at: Micros): void {
    if (this.source !== 'midi') return;
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
    if (this.source === 'midi') return this.midi.poll(now);
    return this.source === 'link' ? this.link.poll(now) : Infinity;
  }

  get status(): ClockStatus {
    if (this.source === 'midi') return this.midi.status;
    if (this.source === 'player') return this.human.status;
    return this.link.status ?? { state: this.source, bpm: this.tempo, other: 0 };
  }
}
