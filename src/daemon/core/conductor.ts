import type { PlanRequest, SourceInfo } from '../../model/plan-source.js';
import type { PlannedNote, TickPlan } from '../../model/tick.js';
import type { Micros } from './clock.js';
import { EventQueue } from './event-queue.js';
import { Hearing } from './hearing.js';
import { Ledger, type MidiSend } from './ledger.js';
import { pulsesPerTick, Timeline } from './timeline.js';

/** A plan asked for this much before half a tick before its own tick; it is the time the model has for the earliest notes. */
export const leadTicks = 1 / 16;
/** How long a drum's key is held. */
export const gateTicks = 1 / 2;
/** A fallback is taken this much before its first note, so that it leaves on time. */
const guard: Micros = 1000;
const capacity = 256;

export interface ConductorOptions extends Pick<SourceInfo, 'grid' | 'material'> {
  /** BPM. */
  readonly tempo: number;
  /** MIDI channel, 0 to 15. */
  readonly channel: number;
}

/** One take is from a start to its stop; its number tells its plans from those of other takes. */
export interface TakeRequest extends PlanRequest {
  readonly take: number;
}

export interface NoteSent {
  readonly tick: number;
  readonly channel: number;
  readonly note: PlannedNote;
  readonly due: Micros;
}

export interface TickBegun {
  readonly tick: number;
  readonly token: string;
  readonly heard: boolean;
  readonly missed: boolean;
}

/** Where the conductor's doings go. None may throw or wait. */
export interface ConductorOutput {
  readonly send: MidiSend;
  request(request: TakeRequest): void;
  /** Called just after the note-on was sent. */
  noteSent(event: NoteSent): void;
  tickBegun(event: TickBegun): void;
  transport(playing: boolean): void;
}

export interface ConductorCounts {
  ticks: number;
  /** Ticks whose plan was not there in time. */
  misses: number;
  /** Misses at which the previous bar was played again; at the others, a rest. */
  fallbacks: number;
  /** Plans that came too late to be played. */
  latePlans: number;
  /** Notes not begun: more than a tick late, or too many at once. */
  droppedNotes: number;
}

type Event =
  | {
      readonly kind: 'on';
      readonly rank: 2;
      readonly pulse: number;
      readonly tick: number;
      readonly note: PlannedNote;
    }
  | {
      readonly kind: 'off';
      readonly rank: 1;
      readonly pulse: number;
      readonly channel: number;
      readonly pitch: number;
      readonly strike: number;
    }
  | { readonly kind: 'release'; readonly rank: 0; readonly pulse: number };

/**
 * Plays plans in time. It reads no clock and knows no device: it is told the time, and says when it wants
 * to be told again. For each tick in turn it asks for the plan, schedules it (or, at the deadline, a
 * fallback), and announces the tick as it begins. All positions are pulses; only `advance` meets micros.
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
  private timeline: Timeline;
  private channel: number;
  /** What to play should the plan of `tick` not come; then what is played there, and whether it came in time. */
  private plan: TickPlan = restAt(0);
  private missed = false;
  private heard = false;
  /** The last plan that came in time, for each position of the bar. */
  private readonly bar: (TickPlan | undefined)[];
  private readonly hearing: Hearing;
  private readonly queue = new EventQueue<Event>(capacity);
  private readonly tickPulses: number;
  private readonly material: ConductorOptions['material'];

  constructor(
    options: ConductorOptions,
    private readonly output: ConductorOutput,
  ) {
    this.tickPulses = pulsesPerTick(options.grid);
    this.material = options.material;
    this.channel = options.channel;
    this.timeline = new Timeline(options.tempo, 0, 0);
    this.bar = new Array<TickPlan | undefined>(options.grid).fill(undefined);
    this.hearing = new Hearing(options.grid);
    this.ledger = new Ledger(output.send);
  }

  /** Does all that is due by `now`; gives the instant of the next thing to do, Infinity when stopped. */
  advance(now: Micros): Micros {
    for (;;) {
      const event = this.queue.peek();
      const eventAt = event === undefined ? Infinity : this.timeline.microsAt(event.pulse);
      const phaseAt = this.phaseAt();
      const next = Math.min(eventAt, phaseAt);
      if (next > now) return next;
      if (eventAt <= phaseAt) this.fire(this.queue.pop()!, now);
      else this.step(now);
    }
  }

  /** A plan has come. It is played only if its tick still waits for it; those of another take do not count. */
  arrive(plan: TickPlan, take: number): void {
    if (take !== this.take || this.phase === 'stopped') return;
    if (this.phase === 'await' && plan.tick === this.tick) this.settle(plan);
    else this.counts.latePlans += 1;
  }

  /** Plays from the top of a bar. Does nothing while it plays. */
  start(now: Micros): void {
    if (this.phase !== 'stopped') return;
    this.take += 1;
    this.tick = 0;
    this.missed = false;
    this.bar.fill(undefined);
    this.hearing.clear();
    this.timeline = new Timeline(this.timeline.bpm, this.askPulse(), now);
    this.phase = 'ask';
    this.output.transport(true);
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
    if (bpm !== this.timeline.bpm) this.timeline = this.timeline.withTempo(bpm, now);
  }

  /** 0 to 15. Notes that sound on the old channel end there. */
  setChannel(channel: number): void {
    if (channel === this.channel) return;
    this.ledger.flush();
    this.channel = channel;
  }

  /** A live player's key went down, or up where `velocity` is 0, at `micros`. */
  hear(pitch: number, velocity: number, micros: Micros): void {
    this.hearing.key(pitch, velocity > 0);
    if (velocity === 0 || this.phase === 'stopped') return;
    this.hearing.noteOn(pitch, velocity, this.timeline.pulseAt(micros) / this.tickPulses);
  }

  private halt(): void {
    this.queue.clear();
    if (this.phase === 'stopped') return;
    this.phase = 'stopped';
    this.output.transport(false);
  }

  private phaseAt(): Micros {
    switch (this.phase) {
      case 'stopped':
        return Infinity;
      case 'ask':
        return this.timeline.microsAt(this.askPulse());
      case 'await':
        return this.timeline.microsAt(this.firstPulse(this.plan)) - guard;
      case 'begin':
        return this.timeline.microsAt(this.tick * this.tickPulses);
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
    this.skipTo(this.timeline.pulseAt(now));
    const heard = this.hearing.take(this.tick - 1);
    this.heard = heard !== null;
    this.output.request({
      take: this.take,
      tick: this.tick,
      position: this.position,
      heard,
      held: this.hearing.held,
      played: missed && this.tick === last ? plan : null,
    });
    const before = this.bar[this.position];
    this.plan = before === undefined ? restAt(this.tick) : { ...before, tick: this.tick };
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
    if (this.bar[this.position] !== undefined) this.counts.fallbacks += 1;
    this.settle(this.plan, true);
  }

  private settle(plan: TickPlan, missed = false): void {
    this.plan = plan;
    this.missed = missed;
    if (!missed) this.bar[this.position] = plan;
    this.schedule(plan);
    this.phase = 'begin';
  }

  /** Drums end by their gate; other notes sound until a rest, or until the next notes begin. */
  private schedule(plan: TickPlan): void {
    if (this.material === 'notes' && plan.kind !== 'hold') {
      this.push({ kind: 'release', rank: 0, pulse: this.firstPulse(plan) });
    }
    for (const note of plan.notes) {
      this.push({
        kind: 'on',
        rank: 2,
        pulse: this.notePulse(plan.tick, note),
        tick: plan.tick,
        note,
      });
    }
  }

  private begin(): void {
    this.counts.ticks += 1;
    const { tick, heard, missed } = this;
    this.output.tickBegun({ tick, token: this.plan.token, heard, missed });
    this.tick += 1;
    this.phase = 'ask';
  }

  /** A full queue drops beginnings; an end that finds no room is done at once. */
  private push(event: Event): void {
    if (this.queue.push(event)) return;
    if (event.kind === 'on') this.counts.droppedNotes += 1;
    else this.end(event);
  }

  private fire(event: Event, now: Micros): void {
    if (event.kind === 'on') this.strike(event, now);
    else this.end(event);
  }

  private strike(event: Extract<Event, { kind: 'on' }>, now: Micros): void {
    const { note, tick } = event;
    const { channel } = this;
    const pulse = Math.max(event.pulse, this.timeline.pulseAt(now));
    if (pulse - event.pulse > this.tickPulses) {
      this.counts.droppedNotes += 1;
      return;
    }
    const strike = this.ledger.noteOn(channel, note.pitch, note.velocity);
    if (this.material === 'drums') {
      const end = pulse + this.tickPulses * gateTicks;
      this.push({ kind: 'off', rank: 1, pulse: end, channel, pitch: note.pitch, strike });
    }
    this.output.noteSent({ tick, channel, note, due: this.timeline.microsAt(event.pulse) });
  }

  private end(event: Exclude<Event, { kind: 'on' }>): void {
    if (event.kind === 'off') this.ledger.noteOff(event.channel, event.pitch, event.strike);
    else this.ledger.release();
  }

  /** The decision point of `tick`: by then all that was heard for the tick before is known. */
  private askPulse(): number {
    return Math.round((this.tick - 1 / 2 - leadTicks) * this.tickPulses);
  }

  /** Where a plan first sounds; its tick, where it does not. */
  private firstPulse(plan: TickPlan): number {
    let first = plan.tick * this.tickPulses;
    for (const note of plan.notes) first = Math.min(first, this.notePulse(plan.tick, note));
    return first;
  }

  private notePulse(tick: number, note: PlannedNote): number {
    return Math.round((tick + note.offset) * this.tickPulses);
  }

  private get position(): number {
    return this.tick % this.bar.length;
  }
}

function restAt(tick: number): TickPlan {
  return { tick, token: 'REST', kind: 'rest', notes: [], probability: 0 };
}
