import { sixteenthPulses } from './clock-out.js';
import type { Micros } from './clock.js';
import type { ConductorCounts, ConductorOptions, ConductorOutput } from './conductor-output.js';
import type { PlayerKey } from './duet.js';
import { Ending } from './ending.js';
import type { Ledgers } from './ledgers.js';
import { MusicTime } from './music-time.js';
import { Part } from './part.js';

/** The nudge changes by so much of a tick at each, so that no tick is leapt over. */
const nudgeShare = 1 / 8;

/** All parts as one: what they share in musical time, its metre and its end among it. The conductor says when they play. */
export class Ensemble {
  readonly parts: readonly Part[];
  readonly time: MusicTime;
  /** It has ended, where it was told to. */
  isOver = false;
  private readonly ending = new Ending();
  /** As it is set: beats a bar. */
  private beats: number;

  constructor(
    { tempo, beatsPerBar = 4, parts }: ConductorOptions,
    private readonly ledgers: Ledgers,
    counts: ConductorCounts,
    output: ConductorOutput,
  ) {
    this.time = new MusicTime(tempo);
    this.beats = beatsPerBar;
    const { time, ending } = this;
    this.parts = parts.map((options, index) => {
      const ledger = ledgers.of(options.port);
      return new Part(index, options, { time, ending, ledger, output, counts, beatsPerBar });
    });
  }

  /** A bar, from the next bar line on. */
  get barPulses(): number {
    return this.parts[0]!.position.barPulses;
  }

  /** The nearer of the two lines of the present bar. */
  barLineNear(pulse: number): number {
    return this.parts[0]!.position.barLineNear(pulse);
  }

  /** Where it goes on from: the first place after it stopped that a song position can tell. */
  get place(): number {
    const next = Math.min(...this.parts.map(({ position }) => position.pulse));
    return Math.ceil(next / sixteenthPulses) * sixteenthPulses;
  }

  /** The first decision of all. */
  askPulse(): number {
    return Math.min(...this.parts.map((part) => part.askPulse()));
  }

  /** Whether any part goes by what is played on a MIDI channel of 0 to 15. */
  listensTo(channel: number): boolean {
    return this.parts.some((part) => part.listensTo(channel));
  }

  /** Whose next thing is due first. */
  first(): Part {
    const { parts } = this;
    let first = 0;
    let firstAt = parts[0]!.dueAt();
    for (let index = 1; index < parts.length; index += 1) {
      const at = parts[index]!.dueAt();
      if (at < firstAt) [first, firstAt] = [index, at];
    }
    return parts[first]!;
  }

  /** When the next note begins; Infinity where none is to. */
  heardAt(): Micros {
    let next = Infinity;
    for (const part of this.parts) next = Math.min(next, part.heardAt());
    return next;
  }

  /** Does the next thing of `part`, which is due. */
  step(part: Part, now: Micros): void {
    // Once a tick of the first part, whatever the ticks of the others.
    if (part.step(now) && part.index === 0) this.begun();
  }

  /** `placed` where it is in musical time. */
  hear(key: PlayerKey, placed: boolean): void {
    for (const part of this.parts) part.hear(key, placed);
  }

  /** A take begins. */
  newTake(take: number): void {
    for (const part of this.parts) part.newTake(take);
  }

  /** The next tick of each is the first at or after `pulse`. */
  locate(pulse: number): void {
    this.ending.clear();
    this.time.nudge = this.time.wantedNudge;
    this.time.swing.change();
    this.setBeats();
    for (const part of this.parts) part.locate(pulse);
  }

  /** Each asks at once for the plan of the tick it was located at. */
  askNow(): void {
    for (const part of this.parts) part.askNow();
  }

  /** What has not begun never will. */
  halt(): void {
    for (const part of this.parts) part.halt();
    this.isOver = false;
  }

  /** No key of a player is down any more. */
  liftKeys(): void {
    for (const part of this.parts) part.liftKeys();
  }

  /** Ends with the first beat of a bar: the next one, or the one that has just begun. */
  end(now: Micros): void {
    this.ending.come(this.time.line.pulseAt(now), this.parts[0]!.position, this.shortestTick);
  }

  /** It is to end no more. */
  playOn(): void {
    this.ending.clear();
  }

  /** From the next bar line on that is ahead of all parts; at once where nothing plays. */
  setBeatsPerBar(beats: number, playing: boolean): void {
    this.beats = beats;
    if (playing) this.turnMetre();
    else this.setBeats();
  }

  /** A tick of the first part has begun. */
  private begun(): void {
    const { time, ledgers } = this;
    const { tick, tickPulses } = this.parts[0]!.position;
    this.turnMetre();
    const pulse = (tick - 1) * tickPulses;
    time.swing.tick(pulse);
    this.isOver = this.ending.isOver(pulse, ledgers.notesOn > ledgers.notesOff, this.barPulses);
    time.ease(nudgeShare * (time.line.microsAt(this.shortestTick) - time.line.microsAt(0)));
  }

  private get shortestTick(): number {
    return Math.min(...this.parts.map(({ position }) => position.tickPulses));
  }

  /** Where one part has asked for the next bar and another is yet to, that bar is for both what it was to the first. */
  private turnMetre(): void {
    const { parts } = this;
    const { barLine } = parts[0]!.position;
    if (parts.every(({ position }) => position.barLine === barLine)) this.setBeats();
  }

  private setBeats(): void {
    for (const part of this.parts) part.position.setBeatsPerBar(this.beats);
  }
}
