import type { TickPlan } from '../../model/tick.js';
import type { Micros } from './clock.js';
import { ClockOut, clockPulses, sixteenthPulses } from './clock-out.js';
import type { ConductorCounts, ConductorOptions, ConductorOutput } from './conductor-output.js';
import { Ending } from './ending.js';
import { Ledgers } from './ledgers.js';
import { nearPulses } from './mend.js';
import { MusicTime } from './music-time.js';
import { Part } from './part.js';
import type { Position } from './position.js';
import type { Swing } from './swing.js';
import { ppq, Timeline } from './timeline.js';

/** The nudge changes by so much of a tick at each, so that no tick is leapt over. */
const nudgeShare = 1 / 8;

/**
 * Plays the plans of all parts in time. It reads no clock and knows no device: it is told the time, and says when it wants
 * to be told again. It has what the parts share: the transport, and a timeline of its own, or one that follows another
 * machine's clock (`clock-follow.ts`). All positions are pulses; only `advance` meets micros.
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
  readonly parts: readonly Part[];
  playing = false;
  /** It has ended, where it was told to: it is to be stopped. */
  isOver = false;

  private take = 0;
  private readonly time: MusicTime;
  /** It waits for another machine's clock to tell when the music begins; nothing is due until then. */
  private standing = false;
  private readonly clockOut: ClockOut;
  private readonly ending = new Ending();
  /** As it is set: beats a bar. */
  private beats: number;

  constructor(
    { tempo, beatsPerBar = 4, parts }: ConductorOptions,
    private readonly output: ConductorOutput,
  ) {
    this.time = new MusicTime(tempo);
    this.beats = beatsPerBar;
    this.ledgers = new Ledgers(output.sends);
    // Whatever is at a port may have an arpeggio to keep in time.
    this.clockOut = new ClockOut((status, data1, data2) => {
      for (const send of output.sends) send(status, data1, data2);
    });
    const { time, ledgers, counts, ending } = this;
    this.parts = parts.map((options, index) => {
      const ledger = ledgers.of(options.port);
      return new Part(index, options, { time, ending, ledger, output, counts, beatsPerBar });
    });
  }

  /** Where its music lies in time, but for the nudge. */
  get timeline(): Timeline {
    return this.time.line;
  }

  get barPulses(): number {
    return this.parts[0]!.position.barPulses;
  }

  barLineNear(pulse: number): number {
    return this.parts[0]!.position.barLineNear(pulse);
  }

  /** So much before its place in time a note may be due. */
  get early(): Micros {
    return Math.max(0, -this.time.wantedNudge);
  }

  /** Where it goes on from: the first place after it stopped that a song position can tell. */
  get place(): number {
    const next = Math.min(...this.parts.map(({ position }) => position.pulse));
    return Math.ceil(next / sixteenthPulses) * sixteenthPulses;
  }

  /** The pulse at which it plays what is written at a place in beats. */
  pulseOf(beats: number): number {
    const sixteenths = (beats * ppq) / sixteenthPulses;
    return this.time.pulseOf(sixteenths, sixteenthPulses);
  }

  /** Whether any part goes by what is played on a MIDI channel of 0 to 15. */
  listensTo(channel: number): boolean {
    return this.parts.some((part) => part.listensTo(channel));
  }

  /** Does all that is due by `now`; gives the instant of the next thing to do, Infinity where there is none. */
  advance(now: Micros): Micros {
    if (this.standing) return Infinity;
    for (;;) {
      const clockAt = this.clockOut.dueAt(this.time.line);
      let [next, due] = [clockAt, undefined as Part | undefined];
      for (const part of this.parts) {
        const at = part.dueAt();
        if (at < next) [next, due] = [at, part];
      }
      if (next > now) return next;
      if (due === undefined) this.clockOut.tick(this.time.line.pulseAt(now));
      // Once a tick of the first part, whatever the ticks of the others.
      else if (due.step(now) && due.index === 0) this.turnTime(due.position);
    }
  }

  /** When next somebody will hear how well it keeps time: a note begins, or others get a clock. Infinity where nothing does. */
  heardAt(): Micros {
    if (this.standing) return Infinity;
    let next = this.clockOut.dueAt(this.time.line);
    for (const part of this.parts) next = Math.min(next, part.heardAt());
    return next;
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
    for (const part of this.parts) part.askNow();
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
    for (const part of this.parts) part.askNow();
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
    const { position } = this.parts[0]!;
    if (this.standing) this.isOver = true;
    else this.ending.come(this.time.line.pulseAt(now), position, this.shortestTick);
  }

  /** It is to end no more. */
  playOn(): void {
    this.ending.clear();
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
    for (const part of this.parts) part.liftKeys();
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
    this.beats = beats;
    this.turnMetre();
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

  /** A live player's key went down, or up where `velocity` is 0, at `micros`, on a MIDI channel of 0 to 15. */
  hear(pitch: number, velocity: number, micros: Micros, channel: number): void {
    for (const part of this.parts) part.hear({ pitch, velocity, micros, channel }, !this.standing);
  }

  private newTake(): void {
    this.take += 1;
    for (const part of this.parts) part.newTake(this.take);
  }

  private locate(pulse: number): void {
    this.ending.clear();
    this.time.nudge = this.time.wantedNudge;
    this.time.swing.change();
    this.setBeats();
    for (const part of this.parts) part.locate(pulse);
  }

  private turnTo(pulse: number, fromTop: boolean): void {
    this.ledgers.flush();
    for (const part of this.parts) part.halt();
    if (fromTop || this.take === 0) this.newTake();
    this.locate(pulse);
    this.playing = true;
  }

  /** As soon as can be; on a clock, where others follow ours, so that it stays even. */
  private beginAt(pulse: number, now: Micros, fromTop: boolean): void {
    const { time, clockOut } = this;
    const { line } = time;
    this.locate(pulse);
    // Where others follow, a clock comes before the first place: with that they are told to play.
    const ask = Math.min(pulse - clockPulses, ...this.parts.map((part) => part.askPulse()));
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
    for (const part of this.parts) part.halt();
    this.isOver = false;
    if (!this.playing) return;
    this.playing = false;
    this.standing = false;
    this.clockOut.stop();
    this.output.transport(false);
  }

  /** Where one part has asked for the next bar and another is yet to, that bar is for both what it was to the first. */
  private turnMetre(): void {
    const { parts, playing } = this;
    const { barLine } = parts[0]!.position;
    if (!playing || parts.every(({ position }) => position.barLine === barLine)) this.setBeats();
  }

  private setBeats(): void {
    for (const part of this.parts) part.position.setBeatsPerBar(this.beats);
  }

  /** A tick has begun, before that where `position` is now. */
  private turnTime({ tick, tickPulses }: Position): void {
    this.turnMetre();
    const begun = (tick - 1) * tickPulses;
    this.time.swing.tick(begun);
    const { notesOn, notesOff } = this.ledgers;
    this.isOver = this.ending.isOver(begun, notesOn > notesOff, this.barPulses);
    const { line } = this.time;
    this.time.ease(nudgeShare * (line.microsAt(this.shortestTick) - line.microsAt(0)));
  }

  private get shortestTick(): number {
    return Math.min(...this.parts.map(({ position }) => position.tickPulses));
  }
}
