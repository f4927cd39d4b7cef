import type { TickPlan } from '../../model/tick.js';
import type { Micros } from './clock.js';
import { ClockOut, clockPulses, sixteenthPulses } from './clock-out.js';
import type { ConductorCounts, ConductorOptions, ConductorOutput } from './conductor-output.js';
import { Ensemble } from './ensemble.js';
import { Ledgers } from './ledgers.js';
import { nearPulses } from './mend.js';
import type { MusicTime } from './music-time.js';
import type { Part } from './part.js';
import type { Swing } from './swing.js';
import { ppq, Timeline } from './timeline.js';

/**
 * Plays the plans of all parts in time. It reads no clock and knows no device: it is told the time, and says when it wants
 * to be told again. It has the transport, and a timeline of its own, or one that follows another machine's clock
 * (`clock-follow.ts`). All positions are pulses; only `advance` meets micros.
 */
export class Conductor {
  readonly counts: ConductorCounts = {
    ticks: 0,
    misses: 0,
    fallbacks: 0,
    latePlans: 0,
    droppedNotes: 0,
  };
  readonly ledgers: Ledgers;
  playing = false;

  private take = 0;
  private readonly time: MusicTime;
  /** It waits for another machine's clock to tell when the music begins; nothing is due until then. */
  private standing = false;
  private readonly clockOut: ClockOut;
  private readonly ensemble: Ensemble;

  constructor(
    options: ConductorOptions,
    private readonly output: ConductorOutput,
  ) {
    this.ledgers = new Ledgers(output.sends);
    // Whatever is at a port may have an arpeggio to keep in time.
    this.clockOut = new ClockOut((status, data1, data2) => {
      for (const send of output.sends) send(status, data1, data2);
    });
    this.ensemble = new Ensemble(options, this.ledgers, this.counts, output);
    this.time = this.ensemble.time;
  }

  get parts(): readonly Part[] {
    return this.ensemble.parts;
  }

  /** It has ended, where it was told to: it is to be stopped. */
  get isOver(): boolean {
    return this.ensemble.isOver;
  }

  /** Where its music lies in time, but for the nudge. */
  get timeline(): Timeline {
    return this.time.line;
  }

  get barPulses(): number {
    return this.ensemble.barPulses;
  }

  barLineNear(pulse: number): number {
    return this.ensemble.barLineNear(pulse);
  }

  /** So much before its place in time a note may be due. */
  get early(): Micros {
    return Math.max(0, -this.time.wantedNudge);
  }

  /** Where it goes on from: the first place after it stopped that a song position can tell. */
  get place(): number {
    return this.ensemble.place;
  }

  /** The pulse at which it plays what is written at a place in beats. */
  pulseOf(beats: number): number {
    const sixteenths = (beats * ppq) / sixteenthPulses;
    return this.time.pulseOf(sixteenths, sixteenthPulses);
  }

  /** Whether any part goes by what is played on a MIDI channel of 0 to 15. */
  listensTo(channel: number): boolean {
    return this.ensemble.listensTo(channel);
  }

  /** Does all that is due by `now`; gives the instant of the next thing to do, Infinity where there is none. */
  advance(now: Micros): Micros {
    if (this.standing) return Infinity;
    const { ensemble, clockOut } = this;
    for (;;) {
      const part = ensemble.first();
      const clockAt = clockOut.dueAt(this.time.line);
      const partAt = part.dueAt();
      if (Math.min(clockAt, partAt) > now) return Math.min(clockAt, partAt);
      if (clockAt <= partAt) clockOut.tick(this.time.line.pulseAt(now));
      else ensemble.step(part, now);
    }
  }

  /** When next somebody will hear how well it keeps time: a note begins, or others get a clock. Infinity where nothing does. */
  heardAt(): Micros {
    if (this.standing) return Infinity;
    return Math.min(this.clockOut.dueAt(this.time.line), this.ensemble.heardAt());
  }

  /** A plan has come for a part, from 0, at `now`. Those of another take do not count. */
  arrive(plan: TickPlan, take: number, part: number, now: Micros): void {
    if (take === this.take && this.playing) this.parts[part]?.arrive(plan, now);
  }

  /** Plays from the top of bar 1. Does nothing while it plays. */
  start(now: Micros): void {
    if (this.playing) return;
    this.newTake();
    this.beginAt(0, now, true);
  }

  /** Plays on from where it stopped. Does nothing while it plays. */
  resume(now: Micros): void {
    if (this.playing) return;
    if (this.take === 0) this.newTake();
    this.beginAt(this.place, now, false);
  }

  /**
   * Another machine will play from `pulse`, when its next clock comes: what sounds ends, and the plans for the first ticks
   * there are asked for. Then `roll` says when that is.
   */
  cue(pulse: number, fromTop: boolean): void {
    const stopped = !this.playing;
    this.turnTo(pulse, fromTop);
    this.standing = true;
    this.clockOut.playNext(pulse, fromTop);
    this.ensemble.askNow();
    if (stopped) this.output.transport(true);
  }

  /**
   * What sounds ends, and it will play from `pulse`, a sixteenth, which `timeline` has some time away: until then others get
   * their clock.
   */
  launch(pulse: number, fromTop: boolean, timeline: Timeline): void {
    const stopped = !this.playing;
    this.turnTo(pulse, fromTop);
    this.settle(timeline);
    this.standing = false;
    this.clockOut.playAt(pulse, fromTop);
    this.ensemble.askNow();
    if (stopped) this.output.transport(true);
  }

  /** While it does not play: the beat of others, by which the MIDI clock goes. */
  settle(timeline: Timeline): void {
    this.clockOut.move(this.time.line, timeline);
    this.time.line = timeline;
  }

  /**
   * The first beat of a bar is now: the nearest bar line comes to it. What is off by less than a tick or so is made good at
   * once; from farther the music jumps, as to a song position. Plays where it did not.
   */
  downbeat(now: Micros): void {
    const { time, playing, barPulses } = this;
    const at = time.line.pulseAt(now);
    const here = this.barLineNear(at);
    if (playing && !this.standing && Math.abs(at - here) <= nearPulses) {
      this.follow(new Timeline(time.line.bpm, here, now));
      return;
    }
    const pulse = playing ? Math.max(0, Math.round(at / barPulses)) * barPulses : 0;
    this.cue(pulse, !playing);
    this.roll(new Timeline(time.line.bpm, pulse, now));
  }

  /** What `cue` waited for is known. */
  roll(timeline: Timeline): void {
    this.standing = false;
    this.time.line = timeline;
  }

  /** A clock, or a player who says where the one is, moves the music a little. What was played is not played again. */
  follow(timeline: Timeline): void {
    this.time.line = timeline;
  }

  /** Ends with the first beat of a bar: the next one, or the one that has just begun. Where it waits for a clock it is over. */
  end(now: Micros): void {
    if (!this.playing) return;
    if (this.standing) this.ensemble.isOver = true;
    else this.ensemble.end(now);
  }

  /** It is to end no more. */
  playOn(): void {
    this.ensemble.playOn();
  }

  /** Ends every note. */
  stop(): void {
    this.ledgers.flush();
    this.halt();
  }

  /** Ends every note, on every channel; keys whose note-off was lost are held no longer. */
  panic(): void {
    this.ledgers.panic();
    this.halt();
    this.ensemble.liftKeys();
  }

  /** Keeps the phase: the beat goes on from where it is. */
  setTempo(bpm: number, now: Micros): void {
    const { time } = this;
    if (bpm !== time.line.bpm) time.line = time.line.withTempo(bpm, now);
  }

  /** All that it plays comes so much later, or earlier where it is negative; soon, but not at one blow. */
  setNudge(nudge: Micros): void {
    this.time.wantedNudge = nudge;
  }

  /** So late comes what a player does, who is heard that much earlier. */
  setLatency(latency: Micros): void {
    this.time.latency = latency;
  }

  /** From the next beat on. */
  setSwing(swing: Swing): void {
    this.time.swing.wanted = swing;
    if (!this.playing) this.time.swing.change();
  }

  /** From the next bar line on that is ahead of all parts. */
  setBeatsPerBar(beats: number): void {
    this.ensemble.setBeatsPerBar(beats, this.playing);
  }

  /** Whether it sends a MIDI clock for others to follow. */
  setClockOut(on: boolean, now: Micros): void {
    this.clockOut.turn(on, this.time.line.pulseAt(now), this.playing);
  }

  /** A MIDI port, from 0, is there again: what it held ends, and who follows the clock there comes in. */
  rejoin(port: number): void {
    this.ledgers.of(port).panic();
    this.clockOut.rejoin(this.output.sends[port]!);
  }

  /** Where in the song a player is whose key came at `micros`, in beats from its top; NaN where no music goes on. */
  beatAt(micros: Micros): number {
    if (!this.playing || this.standing) return NaN;
    const { tickPulses } = this.parts[0]!.position;
    return (this.time.ticksAt(micros, tickPulses) * tickPulses) / ppq;
  }

  /** A live player's key went down, or up where `velocity` is 0, at `micros`, on a MIDI channel of 0 to 15. */
  hear(pitch: number, velocity: number, micros: Micros, channel: number): void {
    this.ensemble.hear({ pitch, velocity, micros, channel }, !this.standing);
  }

  private newTake(): void {
    this.take += 1;
    this.ensemble.newTake(this.take);
  }

  private turnTo(pulse: number, fromTop: boolean): void {
    this.ledgers.flush();
    this.ensemble.halt();
    if (fromTop || this.take === 0) this.newTake();
    this.ensemble.locate(pulse);
    this.playing = true;
  }

  /** As soon as can be; on a clock, where others follow ours, so that it stays even. */
  private beginAt(pulse: number, now: Micros, fromTop: boolean): void {
    const { time, clockOut, ensemble } = this;
    const { line } = time;
    ensemble.locate(pulse);
    // Where others follow, a clock comes before the first place: with that they are told to play.
    const ask = Math.min(pulse - clockPulses, ensemble.askPulse());
    const asked = new Timeline(line.bpm, ask, now + this.early);
    time.line = asked;
    if (clockOut.on) {
      const onClock =
        Math.ceil((line.pulseAt(asked.microsAt(pulse)) + 1) / clockPulses) * clockPulses;
      time.line = new Timeline(line.bpm, pulse, line.microsAt(onClock));
      clockOut.renumber(onClock - pulse);
      clockOut.playFrom(pulse, fromTop);
    }
    this.playing = true;
    this.output.transport(true);
  }

  private halt(): void {
    this.ensemble.halt();
    if (!this.playing) return;
    this.playing = false;
    this.standing = false;
    this.clockOut.stop();
    this.output.transport(false);
  }
}
