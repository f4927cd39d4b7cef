import { HOLD } from '../../model/codec/step-material.js';
import type { Order } from '../../model/orders.js';
import type { TickPlan } from '../../model/tick.js';
import { louder } from './accompany.js';
import type { Micros } from './clock.js';
import type {
  ConductorCounts,
  ConductorOutput,
  PartOptions,
  PartSettings,
} from './conductor-output.js';
import { Deadlines } from './deadlines.js';
import { Duet, type PlayerKey } from './duet.js';
import type { Ending } from './ending.js';
import { Fallback } from './fallback.js';
import type { Ledger } from './ledger.js';
import { sounds } from './mode.js';
import type { MusicTime } from './music-time.js';
import { NoteQueue } from './note-queue.js';
import { NotePlaces } from './note-places.js';
import { Position } from './position.js';
import { Requests } from './requests.js';
import { restAt } from './taps.js';

/** What parts of a conductor share: all of them, but for the ledger, which is that of their port. */
export interface Stage {
  readonly time: MusicTime;
  readonly ending: Ending;
  readonly ledger: Ledger;
  readonly output: ConductorOutput;
  readonly counts: ConductorCounts;
  /** Beats a bar. */
  readonly beatsPerBar: number;
}

/**
 * One part: a player with a grid of its own. For each of its ticks in turn it asks for the plan, schedules it (or, at the
 * deadline, a fallback), and announces the tick as it begins. The conductor tells it where to begin, and the time.
 */
export class Part {
  readonly position: Position;

  private phase: 'stopped' | 'ask' | 'await' | 'begin' = 'stopped';
  /** What to play should the plan of the tick not come; then what is played there, and whether it came in time. */
  private plan: TickPlan = restAt(0);
  private missed = false;
  private heard = false;
  private readonly fallback: Fallback;
  private readonly duet: Duet;
  private readonly requests: Requests;
  private announced = '';
  private level = 1;
  private readonly places: NotePlaces;
  private readonly deadlines: Deadlines;
  private readonly notes: NoteQueue;
  private readonly time: MusicTime;
  private readonly ending: Ending;
  private readonly output: ConductorOutput;
  private readonly counts: ConductorCounts;

  /** `index` counts from 0. */
  constructor(
    readonly index: number,
    options: PartOptions,
    stage: Stage,
  ) {
    const { grid } = options;
    this.position = new Position(grid, stage.beatsPerBar);
    const { tickPulses } = this.position;
    this.time = stage.time;
    this.ending = stage.ending;
    this.output = stage.output;
    this.counts = stage.counts;
    this.places = new NotePlaces(stage.time, tickPulses);
    this.deadlines = new Deadlines(stage.time, this.places);
    this.notes = new NoteQueue({ ...options, index, tickPulses }, stage);
    this.fallback = new Fallback(grid / 4);
    this.duet = new Duet(options);
    this.requests = new Requests(index, options.controls, this.duet, stage.output);
    this.set(options);
  }

  /** When its next thing is due; Infinity where there is none. */
  dueAt(): Micros {
    return Math.min(this.time.at(this.notes.nextPulse), this.phaseAt());
  }

  /** When its next note begins; Infinity where none is to. */
  heardAt(): Micros {
    return this.time.at(this.notes.nextOnPulse);
  }

  /** Does its next thing, which is due; true where that was to begin a tick. */
  step(now: Micros): boolean {
    const noteAt = this.time.at(this.notes.nextPulse);
    if (noteAt > this.phaseAt()) return this.advancePhase(now);
    this.notes.fire(this.time.pulseAt(now), noteAt);
    return false;
  }

  /** The plan of the take has come. It is played only if its tick still waits for it, and none of its notes would be late. */
  arrive(plan: TickPlan, now: Micros): void {
    const waits = this.phase === 'await' && plan.tick === this.position.tick;
    if (waits && this.deadlines.meets(plan, now)) this.settle(plan);
    else this.counts.latePlans += 1;
  }

  /** A take begins: nothing was played yet. */
  newTake(take: number): void {
    this.requests.take = take;
    this.fallback.clear();
  }

  /** The next tick is the first at or after `pulse`, wherever the last one was. */
  locate(pulse: number): void {
    this.position.locate(pulse);
    this.deadlines.ungrace();
    this.missed = false;
    this.duet.locate(this.position.tick);
    this.phase = 'ask';
  }

  /** Asks at once for the plan of the tick it was located at, which may come late. */
  askNow(): void {
    this.deadlines.grace(this.position.tick);
    this.request(null);
  }

  /** What has not begun never will. The notes that sound are for the conductor to end. */
  halt(): void {
    this.notes.clear();
    this.phase = 'stopped';
  }

  /** The decision point of its next tick: by then all that was heard for the tick before is known. */
  askPulse(): number {
    return this.deadlines.askPulse(this.position.tick);
  }

  set(settings: PartSettings): void {
    this.level = settings.level;
    this.requests.controls = settings.controls;
    this.notes.setChannel(settings.channel);
    this.notes.setMuted(settings.muted);
    this.places.delay = settings.delay;
    this.duet.set(settings.mode);
  }

  /** It goes to the model with the next request. */
  order(order: Order): void {
    this.requests.order(order);
  }

  /** No key of a player is down any more. */
  liftKeys(): void {
    this.duet.liftKeys();
  }

  /** Whether it goes by what is played on a MIDI channel of 0 to 15. */
  listensTo(channel: number): boolean {
    return this.duet.listensTo(channel);
  }

  /** A live player's key; `placed` where that is in musical time. What it does at once is done at once. */
  hear(key: PlayerKey, placed: boolean): void {
    const { time, notes } = this;
    const playing = placed && this.phase !== 'stopped';
    const ticks = playing ? time.ticksAt(key.micros, this.position.tickPulses) : null;
    const effect = this.duet.hear(key, ticks);
    if (effect === 'hush') notes.hush();
    else if (effect !== null)
      notes.tap(louder(effect, this.level), time.pulseAt(key.micros), key.micros);
  }

  private phaseAt(): Micros {
    const { tick } = this.position;
    switch (this.phase) {
      case 'stopped':
        return Infinity;
      case 'ask':
        return this.deadlines.askAt(tick);
      case 'await':
        return this.deadlines.missAt(this.plan);
      case 'begin':
        return this.time.at(this.places.pulse(tick));
    }
  }

  private advancePhase(now: Micros): boolean {
    const { phase } = this;
    switch (phase) {
      case 'stopped':
        break;
      case 'ask':
        this.ask(now);
        break;
      case 'await':
        this.miss();
        break;
      case 'begin':
        this.begin();
        break;
    }
    return phase === 'begin';
  }

  private ask(now: Micros): void {
    const passed = this.position.reach(this.time.writtenAt(now, this.position.tickPulses));
    this.counts.misses += passed;
    this.request(this.missed && passed === 0 ? this.plan : null);
  }

  /** `replaced` is what was played in place of the last plan. */
  private request(replaced: TickPlan | null): void {
    const { tick, ticksPerBar } = this.position;
    const { bar, tickInBar } = this.position.place;
    const place = { tick, bar, tickInBar, ticksPerBar };
    this.deadlines.asked(tick);
    if (this.isAfterEnd) {
      this.missed = false;
      this.rest();
      return;
    }
    if (this.ending.isAt(this.position.pulse)) this.order({ kind: 'last', a: 0, b: 0 });
    this.duet.decide(place);
    this.announce();
    const feed = this.requests.ask(place, replaced);
    this.heard = feed !== null && feed.heard !== null;
    if (feed === null) {
      this.missed = false;
      this.rest();
      return;
    }
    this.plan = this.fallback.plan(tickInBar, tick);
    this.phase = 'await';
  }

  private get isAfterEnd(): boolean {
    return this.ending.isBefore(this.position.pulse);
  }

  private announce(): void {
    const { index: part } = this;
    const { mode, turn } = this.duet;
    if (`${mode} ${turn}` === this.announced) return;
    this.announced = `${mode} ${turn}`;
    this.output.turnBegun({ part, mode, turn });
  }

  private miss(): void {
    this.counts.misses += 1;
    if (this.fallback.knows(this.position.place.tickInBar) && sounds(this.duet.turn))
      this.counts.fallbacks += 1;
    this.settle(this.plan, true);
  }

  private settle(plan: TickPlan, missed = false): void {
    this.missed = missed;
    const { turn } = this.duet;
    if (this.isAfterEnd || !sounds(turn)) {
      if (turn === 'taps' && !missed) this.duet.arm(plan);
      this.rest();
      return;
    }
    this.plan = plan;
    this.duet.plays(plan);
    if (!missed) this.fallback.keep(this.position.place.tickInBar, plan);
    const loud = louder(plan, this.level * this.requests.loudness);
    const { places } = this;
    this.notes.schedule(loud, places.firstPulse(plan), (note) => places.notePulse(plan, note));
    this.phase = 'begin';
  }

  /** It plays nothing at this tick. What sounded on, ends where its turn does. */
  private rest(): void {
    const { tick } = this.position;
    this.plan = restAt(tick);
    const pulse = this.places.soundPulse(tick);
    if (this.duet.ends(tick)) this.notes.schedule(this.plan, pulse, () => pulse);
    this.phase = 'begin';
  }

  private begin(): void {
    this.counts.ticks += 1;
    const { index: part, position, heard, missed } = this;
    const { tick } = position;
    const { bar, tickInBar } = position.place;
    // A tap goes on until its key is let go.
    const token = this.duet.turn === 'taps' && this.notes.holds ? HOLD : this.plan.token;
    this.output.tickBegun({ part, tick, bar, tickInBar, token, heard, missed });
    position.next();
    this.phase = 'ask';
  }
}
