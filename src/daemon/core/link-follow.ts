import type { Player } from './beat.js';
import { sixteenthPulses } from './clock-out.js';
import type { ClockStatus } from './clock-status.js';
import type { Micros } from './clock.js';
import { mended, mendPulses, nearPulses } from './mend.js';
import { Timeline } from './timeline.js';

/** The beat of a Link session: a beat and when that is, and how many others share it. */
export interface LinkBeat {
  readonly bpm: number;
  readonly beat: number;
  readonly at: Micros;
  readonly peers: number;
}

/** What is less off than this is none: a microsecond or so. */
const exactPulses = 2;
const top = { pulse: 0, fromTop: true };
/** Where the music begins elsewhere, its first plan is there within this. */
const lead: Micros = 40_000;

/**
 * Lays the bars of the music on those of an Ableton Link session: its bar line is where the beats of the session are a multiple
 * of the beats to a bar. Where nobody else is in the session, only the tempo counts, and the music lies as it did.
 */
export class LinkFollow {
  /** Pulses of the session in time. */
  private line: Timeline | undefined;
  private peers = 0;
  /** So many pulses is the session ahead of the music; a bar line on a bar line. */
  private ahead = 0;
  /** Where the music began: until it comes there, it waits for a bar line. */
  private begin = top;
  private mendedAt: Micros = Infinity;

  constructor(private readonly player: Player) {}

  /** What the session is now. */
  hear({ bpm, beat, at, peers }: LinkBeat, now: Micros): void {
    const { player } = this;
    const line = new Timeline(bpm, 0, Math.round(at - (beat * 60_000_000) / bpm));
    this.line = line;
    this.peers = peers;
    this.mendedAt = Infinity;
    if (peers === 0) player.setTempo(bpm, now);
    else if (player.playing) this.align(line, now);
    else player.settle(line);
  }

  /** From the top, at once; with others on the session's next bar line. */
  play(now: Micros): void {
    if (this.player.playing) return;
    this.begin = top;
    if (this.line === undefined || this.peers === 0) this.player.start(now);
    else this.launch(this.line, now);
  }

  /** From where it stopped; with others when the session comes to that place of a bar. */
  resume(now: Micros): void {
    if (this.player.playing) return;
    this.begin = { pulse: this.player.place, fromTop: false };
    if (this.line === undefined || this.peers === 0) this.player.resume(now);
    else this.launch(this.line, now);
  }

  /** It no longer follows. */
  leave(): void {
    this.line = undefined;
    this.begin = top;
  }

  /** Gives the instant at which to be asked again. */
  poll(now: Micros): Micros {
    if (now >= this.mendedAt && this.line !== undefined) {
      this.mendedAt = Infinity;
      if (this.player.playing) this.align(this.line, now);
    }
    return this.mendedAt;
  }

  /** Undefined where no session has been heard of. */
  get status(): ClockStatus | undefined {
    if (this.line === undefined) return undefined;
    return { state: 'link', bpm: this.line.bpm, other: this.peers };
  }

  /** On the session's next bar line, or that place of a bar. */
  private launch(line: Timeline, now: Micros): void {
    const { pulse, fromTop } = this.begin;
    this.ahead = this.inBars(Math.ceil, this.soonest(line, now) + 1 - pulse);
    this.player.launch(pulse, fromTop, this.laid(line));
  }

  private align(line: Timeline, now: Micros): void {
    const { player } = this;
    const pulse = player.timeline.pulseAt(now);
    const session = line.pulseAt(now);
    if (Math.abs(session - this.ahead - pulse) > nearPulses) {
      if (pulse < this.begin.pulse) {
        this.launch(line, now);
        return;
      }
      const bar = player.barLineNear(pulse);
      this.ahead = this.inBars(Math.round, bar + session - pulse) - bar;
    }
    const off = session - this.ahead - pulse;
    if (Math.abs(off) > nearPulses) {
      this.ahead = this.inBars(Math.round, session - pulse);
      const soonest = Math.ceil((this.soonest(line, now) - this.ahead) / sixteenthPulses);
      // There is no music before the top.
      player.launch(Math.max(0, soonest) * sixteenthPulses, false, this.laid(line));
    } else if (Math.abs(off) < exactPulses) player.follow(this.laid(line));
    else this.mend(line, pulse);
  }

  /** In whole bars: what goes on elsewhere has its bars counted from the top, by the metre that is set. */
  private inBars(round: (bars: number) => number, pulses: number): number {
    const { barPulses } = this.player;
    return round(pulses / barPulses) * barPulses;
  }

  /** The first pulse of the session whose music can be there in time. */
  private soonest(line: Timeline, now: Micros): number {
    return line.pulseAt(now + lead + this.player.early);
  }

  /** Meets the session a little later. */
  private mend(line: Timeline, pulse: number): void {
    const steady = line.microsAt(mendPulses) - line.microsAt(0);
    const meet = this.laid(line).microsAt(pulse + mendPulses);
    const timeline = mended(this.player.timeline, pulse, meet, steady, line.bpm);
    this.mendedAt = timeline.microsAt(pulse + mendPulses);
    this.player.follow(timeline);
  }

  /** The session's time, in pulses of the music. */
  private laid({ bpm, pulseOrigin, timeOrigin }: Timeline): Timeline {
    return new Timeline(bpm, pulseOrigin - this.ahead, timeOrigin);
  }
}
