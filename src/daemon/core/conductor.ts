import { mostOrders, type Order } from '../../model/orders.js';
import type { Controls, PlannedNote, TickPlan } from '../../model/tick.js';
import { Bars, mostBeats, type Place } from './bars.js';
import type { Micros } from './clock.js';
import { ClockOut, clockPulses, sixteenthPulses } from './clock-out.js';
import type { ConductorCounts, ConductorOptions, ConductorOutput } from './conductor-output.js';
import { Hearing } from './hearing.js';
import type { Ledger } from './ledger.js';
import { NoteQueue } from './note-queue.js';
import { straight, swung, unswung } from './swing.js';
import { pulsesPerTick, Timeline } from './timeline.js';

export type * from './conductor-output.js';

/** A plan asked for this much before half a tick before its own tick; it is the time the model has for the earliest notes. */
export const leadTicks = 1 / 16;
/** A fallback is taken this much before its first note, so that it leaves on time. */
const guard: Micros = 1000;
/** The nudge changes by so much of a tick at each, so that no tick is leapt over. */
const nudgeShare = 1 / 8;
/** Orders that wait for a request; more are not kept. */
const orderLimit = 64;
/** How late the first plan may be after another machine's Start, which leaves no time to ask for it. */
const graceTicks = 1 / 4;

/**
 * Plays plans in time. It reads no clock and knows no device: it is told the time, and says when it wants
 * to be told again. For each tick in turn it asks for the plan, schedules it (or, at the deadline, a
 * fallback), and announces the tick as it begins. All positions are pulses; only `advance` meets micros.
 * The timeline is its own, or one that follows another machine's clock (`clock-follow.ts`).
 */
export class Conductor {
  readonly counts: ConductorCounts = {
    ticks: 0,
    misses: 0,
    fallbacks: 0,
    latePlans: 0,
    droppedNotes: 0,
  };
  readonly ledger: Ledger;

  private phase: 'stopped' | 'ask' | 'await' | 'begin' = 'stopped';
  /** The tick that `phase` is about. */
  private tick = 0;
  private take = 0;
  private line: Timeline;
  private swing = straight;
  /** Added to every instant at which it plays; on its way to what was asked for. */
  private nudge: Micros = 0;
  private wantedNudge: Micros = 0;
  /** It waits for another machine's clock to tell when `tick` begins; nothing is due until then. */
  private standing = false;
  /** The tick whose plan may be late. */
  private graced = -1;
  /** What to play should the plan of `tick` not come; then what is played there, and whether it came in time. */
  private plan: TickPlan = restAt(0);
  private missed = false;
  private heard = false;
  private place: Place = { bar: 0, tickInBar: 0 };
  private readonly bars: Bars;
  private readonly clockOut: ClockOut;
  /** The last plan that came in time, for each position of the bar. */
  private readonly bar: (TickPlan | undefined)[];
  private readonly hearing: Hearing;
  private controls: Controls;
  /** They wait for the next request. */
  private orders: Order[] = [];
  private readonly tickPulses: number;
  private readonly notes: NoteQueue;

  constructor(
    options: ConductorOptions,
    private readonly output: ConductorOutput,
  ) {
    this.tickPulses = pulsesPerTick(options.grid);
    const { material, channel } = options;
    this.notes = new NoteQueue(material, this.tickPulses, channel, output, this.counts);
    this.ledger = this.notes.ledger;
    this.line = new Timeline(options.tempo, 0, 0);
    this.bars = new Bars(options.grid / 4, options.beatsPerBar ?? 4);
    this.clockOut = new ClockOut(output.send);
    this.bar = new Array<TickPlan | undefined>((options.grid / 4) * mostBeats).fill(undefined);
    this.hearing = new Hearing(options.grid);
    this.controls = options.controls;
  }

  /** Where its music lies in time, but for the nudge. */
  get timeline(): Timeline {
    return this.line;
  }

  get playing(): boolean {
    return this.phase !== 'stopped';
  }

  /** Does all that is due by `now`; gives the instant of the next thing to do, Infinity where there is none. */
  advance(now: Micros): Micros {
    if (this.standing) return Infinity;
    for (;;) {
      const noteAt = this.at(this.notes.nextPulse);
      const phaseAt = this.phaseAt();
      const clockAt = this.clockOut.dueAt(this.line);
      const next = Math.min(noteAt, phaseAt, clockAt);
      if (next > now) return next;
      if (clockAt === next) this.clockOut.tick(this.line.pulseAt(now));
      else if (noteAt <= phaseAt) this.notes.fire(this.pulseAt(now), noteAt);
      else this.step(now);
    }
  }

  /** A plan has come. It is played only if its tick still waits for it; those of another take do not count. */
  arrive(plan: TickPlan, take: number): void {
    if (take !== this.take || this.phase === 'stopped') return;
    if (this.phase === 'await' && plan.tick === this.tick) this.settle(plan);
    else this.counts.latePlans += 1;
  }

  /** Plays from the top of bar 1. Does nothing while it plays. */
  start(now: Micros): void {
    if (this.phase !== 'stopped') return;
    this.newTake();
    this.beginAt(0, now, true);
  }

  /** Plays on from where it stopped, on the first tick that a song position can tell. Does nothing while it plays. */
  resume(now: Micros): void {
    if (this.phase !== 'stopped') return;
    if (this.take === 0) this.newTake();
    let { tick } = this;
    while ((tick * this.tickPulses) % sixteenthPulses !== 0) tick += 1;
    this.beginAt(tick, now, false);
  }

  /**
   * Another machine will play from `pulse`, when its next clock comes: what sounds ends, and the plan for the first tick
   * there is asked for. Then `roll` says when that is.
   */
  cue(pulse: number, fromTop: boolean): void {
    this.ledger.flush();
    this.notes.clear();
    const stopped = this.phase === 'stopped';
    if (fromTop || this.take === 0) this.newTake();
    this.locate(Math.ceil(pulse / this.tickPulses));
    this.graced = this.tick;
    this.standing = true;
    this.clockOut.playNext(pulse, fromTop);
    this.request(null);
    if (stopped) this.output.transport(true);
  }

  /** The clock that `cue` waited for has come. */
  roll(timeline: Timeline): void {
    this.standing = false;
    this.line = timeline;
  }

  /** Another machine's clock moves the music a little. What was played is not played again. */
  follow(timeline: Timeline): void {
    this.line = timeline;
  }

  /** Ends every note. */
  stop(): void {
    this.ledger.flush();
    this.halt();
  }

  /** Ends every note, on every channel. */
  panic(): void {
    this.ledger.panic();
    this.halt();
  }

  /** Keeps the phase: the beat goes on from where it is. */
  setTempo(bpm: number, now: Micros): void {
    if (bpm !== this.line.bpm) this.line = this.line.withTempo(bpm, now);
  }

  /** All that it plays comes so much later, or earlier where it is negative; soon, but not at one blow. */
  setNudge(nudge: Micros): void {
    this.wantedNudge = nudge;
  }

  /** 0.5 to 0.75: where the second of two ticks lies between them. */
  setSwing(swing: number): void {
    this.swing = swing;
  }

  /** From the next bar line on. */
  setBeatsPerBar(beats: number): void {
    this.bars.setBeats(beats);
  }

  /** Whether it sends a MIDI clock for others to follow. */
  setClockOut(on: boolean, now: Micros): void {
    this.clockOut.turn(on, this.line.pulseAt(now), this.playing);
  }

  /** 0 to 15. Notes that sound on the old channel end there. */
  setChannel(channel: number): void {
    this.notes.setChannel(channel);
  }

  /** What the model is told from the next request on. */
  setControls(controls: Controls): void {
    this.controls = controls;
  }

  /** It goes to the model with the next request. */
  order(order: Order): void {
    if (this.orders.length < orderLimit) this.orders.push(order);
  }

  /** A live player's key went down, or up where `velocity` is 0, at `micros`. */
  hear(pitch: number, velocity: number, micros: Micros): void {
    this.hearing.key(pitch, velocity > 0);
    if (velocity === 0 || this.phase === 'stopped' || this.standing) return;
    const position = unswung(this.line.pulseAt(micros) / this.tickPulses, this.swing);
    this.hearing.noteOn(pitch, velocity, position);
  }

  private newTake(): void {
    this.take += 1;
    this.tick = 0;
    this.bar.fill(undefined);
  }

  /** The next tick is `tick`, wherever the last one was. */
  private locate(tick: number): void {
    this.tick = tick;
    this.nudge = this.wantedNudge;
    this.graced = -1;
    this.missed = false;
    this.hearing.clear();
    this.bars.locate(tick);
    this.place = this.bars.place(tick);
  }

  /** As soon as can be; on a clock, where others follow ours, so that it stays even. */
  private beginAt(tick: number, now: Micros, fromTop: boolean): void {
    const { line, clockOut } = this;
    this.locate(tick);
    const pulse = tick * this.tickPulses;
    const ask = this.askPulse();
    const asked = new Timeline(line.bpm, ask, now + Math.max(0, -this.nudge));
    this.line = asked;
    if (clockOut.on) {
      const onClock =
        Math.ceil((line.pulseAt(asked.microsAt(pulse)) + 1) / clockPulses) * clockPulses;
      this.line = new Timeline(line.bpm, pulse, line.microsAt(onClock));
      clockOut.renumber(onClock - pulse);
      clockOut.playFrom(pulse, fromTop);
    }
    this.phase = 'ask';
    this.output.transport(true);
  }

  private halt(): void {
    this.notes.clear();
    if (this.phase === 'stopped') return;
    this.phase = 'stopped';
    this.standing = false;
    this.clockOut.stop();
    this.output.transport(false);
  }

  /** When it plays what is written at `pulse`. */
  private at(pulse: number): Micros {
    return this.line.microsAt(pulse) + this.nudge;
  }

  private pulseAt(now: Micros): number {
    return this.line.pulseAt(now - this.nudge);
  }

  private phaseAt(): Micros {
    switch (this.phase) {
      case 'stopped':
        return Infinity;
      case 'ask':
        return this.at(this.askPulse());
      case 'await':
        return this.tick === this.graced
          ? this.at(this.pulseOf(this.tick + graceTicks))
          : this.at(this.firstPulse(this.plan)) - guard;
      case 'begin':
        return this.at(this.pulseOf(this.tick));
    }
  }

  private step(now: Micros): void {
    switch (this.phase) {
      case 'stopped':
        return;
      case 'ask':
        this.ask(now);
        return;
      case 'await':
        this.miss();
        return;
      case 'begin':
        this.begin();
        return;
    }
  }

  private ask(now: Micros): void {
    const { tick: last, missed, plan } = this;
    this.skipTo(this.pulseAt(now));
    this.place = this.bars.place(this.tick);
    this.request(missed && this.tick === last ? plan : null);
  }

  /** `played` is what was played in place of the last plan. */
  private request(played: TickPlan | null): void {
    const { tick, take, place, controls } = this;
    const heard = this.hearing.take(tick - 1);
    this.heard = heard !== null;
    const { held } = this.hearing;
    const position = place.tickInBar;
    const orders = this.orders.splice(0, mostOrders);
    this.output.request({ take, tick, position, heard, held, played, controls, orders });
    const before = this.bar[position];
    this.plan = before === undefined ? restAt(tick) : { ...before, tick };
    this.phase = 'await';
  }

  /** The thread slept for long (a suspended machine): whole ticks that have gone by are not caught up with. */
  private skipTo(pulse: number): void {
    const current = Math.floor(pulse / this.tickPulses);
    if (current <= this.tick) return;
    this.counts.misses += current - this.tick;
    this.tick = current;
  }

  private miss(): void {
    this.counts.misses += 1;
    if (this.bar[this.place.tickInBar] !== undefined) this.counts.fallbacks += 1;
    this.settle(this.plan, true);
  }

  private settle(plan: TickPlan, missed = false): void {
    this.plan = plan;
    this.missed = missed;
    if (!missed) this.bar[this.place.tickInBar] = plan;
    this.notes.schedule(plan, this.firstPulse(plan), (note) => this.notePulse(plan.tick, note));
    this.phase = 'begin';
  }

  private begin(): void {
    this.counts.ticks += 1;
    const { tick, heard, missed } = this;
    const { bar, tickInBar } = this.place;
    this.output.tickBegun({ tick, bar, tickInBar, token: this.plan.token, heard, missed });
    this.tick += 1;
    this.phase = 'ask';
    this.easeNudge();
  }

  private easeNudge(): void {
    const most = nudgeShare * (this.line.microsAt(this.tickPulses) - this.line.microsAt(0));
    const off = this.wantedNudge - this.nudge;
    this.nudge += Math.round(Math.min(most, Math.max(-most, off)));
  }

  /** The decision point of `tick`: by then all that was heard for the tick before is known. */
  private askPulse(): number {
    return this.pulseOf(this.tick - 1 / 2 - leadTicks);
  }

  /** Where a plan first sounds; its tick, where it does not. */
  private firstPulse(plan: TickPlan): number {
    let first = this.pulseOf(plan.tick);
    for (const note of plan.notes) first = Math.min(first, this.notePulse(plan.tick, note));
    return first;
  }

  private notePulse(tick: number, note: PlannedNote): number {
    return this.pulseOf(tick + note.offset);
  }

  private pulseOf(ticks: number): number {
    return Math.round(swung(ticks, this.swing) * this.tickPulses);
  }
}

function restAt(tick: number): TickPlan {
  return { tick, token: 'REST', kind: 'rest', notes: [], probability: 0 };
}
