import { mostOrders, type Order } from '../../model/orders.js';
import type { TickPlan } from '../../model/tick.js';
import { bendControls, louder, unbent } from './accompany.js';
import { Bars, mostBeats, type Place } from './bars.js';
import type { Micros } from './clock.js';
import type {
  ConductorCounts,
  ConductorOutput,
  PartOptions,
  PartSettings,
} from './conductor-output.js';
import { Duet, type PlayerKey } from './duet.js';
import type { Ledger } from './ledger.js';
import { sounds } from './mode.js';
import type { MusicTime } from './music-time.js';
import { NoteQueue } from './note-queue.js';
import { NotePlaces } from './note-places.js';
import { restAt } from './taps.js';
import { pulsesPerTick } from './timeline.js';

/** A plan is asked for this much before half a tick before its own tick. */
const leadTicks = 1 / 16;
/** So long the model has for any plan: notes that are meant for sooner begin then. At sixteenths of 78 BPM or less none are. */
const thinking: Micros = 12_000;
/** A fallback is taken this much before its first note, so that it leaves on time. */
const guard: Micros = 1000;
/** How late the first plan may be after another machine's Start, which leaves no time to ask for it. */
const graceTicks = 1 / 4;
/** Orders that wait for a request; more are not kept. */
const orderLimit = 64;

/** What parts of a conductor share: all of them, but for the ledger, which is that of their port. */
export interface Stage {
  readonly time: MusicTime;
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
  readonly tickPulses: number;

  private phase: 'stopped' | 'ask' | 'await' | 'begin' = 'stopped';
  private take = 0;
  /** The tick that `phase` is about. */
  private tick = 0;
  /** The tick whose plan may be late. */
  private graced = -1;
  /** What to play should the plan of `tick` not come; then what is played there, and whether it came in time. */
  private plan: TickPlan = restAt(0);
  private missed = false;
  private heard = false;
  private place: Place = { bar: 0, tickInBar: 0 };
  private readonly bars: Bars;
  /** The last plan that came in time, for each position of the bar. */
  private readonly bar: (TickPlan | undefined)[];
  private readonly duet: Duet;
  /** How the player bends the plan of `tick`. */
  private bend = unbent;
  private announced = '';
  private settings: PartSettings;
  /** They wait for the next request. */
  private orders: Order[] = [];
  private readonly places: NotePlaces;
  private readonly notes: NoteQueue;
  private readonly time: MusicTime;
  private readonly output: ConductorOutput;
  private readonly counts: ConductorCounts;

  /** `index` counts from 0. */
  constructor(
    readonly index: number,
    options: PartOptions,
    stage: Stage,
  ) {
    const { grid } = options;
    this.tickPulses = pulsesPerTick(grid);
    this.settings = options;
    this.time = stage.time;
    this.output = stage.output;
    this.counts = stage.counts;
    this.places = new NotePlaces(stage.time, this.tickPulses);
    this.notes = new NoteQueue({ ...options, index, tickPulses: this.tickPulses }, stage);
    this.bars = new Bars(grid / 4, stage.beatsPerBar);
    this.bar = new Array<TickPlan | undefined>((grid / 4) * mostBeats).fill(undefined);
    this.duet = new Duet(options);
    this.set(options);
  }

  /** Where its next tick is written: there it goes on. */
  get nextPulse(): number {
    return this.tick * this.tickPulses;
  }

  /** How long a bar is, from the next bar line on. */
  get barPulses(): number {
    return this.bars.nextTicksPerBar * this.tickPulses;
  }

  /** The nearer to `pulse` of the two lines of the present bar. */
  barLineNear(pulse: number): number {
    const line = this.bars.firstTick * this.tickPulses;
    const length = this.bars.ticksPerBar * this.tickPulses;
    return pulse - line < length / 2 ? line : line + length;
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

  /**
   * The plan of the take has come. It is played only if its tick still waits for it, and none of its notes would be late:
   * the fallback's may come after those of the plan that it stands in for.
   */
  arrive(plan: TickPlan, now: Micros): void {
    const waits = this.phase === 'await' && plan.tick === this.tick;
    if (waits && (plan.tick === this.graced || now <= this.places.lastCall(plan)))
      this.settle(plan);
    else this.counts.latePlans += 1;
  }

  /** A take begins: nothing was played yet. */
  newTake(take: number): void {
    this.take = take;
    this.bar.fill(undefined);
  }

  /** The next tick is the first at or after `pulse`, wherever the last one was. */
  locate(pulse: number): void {
    const tick = Math.ceil(pulse / this.tickPulses);
    this.tick = tick;
    this.graced = -1;
    this.missed = false;
    this.duet.locate(tick);
    this.bars.locate(tick);
    this.place = this.bars.place(tick);
    this.phase = 'ask';
  }

  /** Asks at once for the plan of the tick it was located at, which may come late. */
  askNow(): void {
    this.graced = this.tick;
    this.request(null);
  }

  /** What has not begun never will. The notes that sound are for the conductor to end. */
  halt(): void {
    this.notes.clear();
    this.phase = 'stopped';
  }

  /** The decision point of its next tick: by then all that was heard for the tick before is known. */
  askPulse(): number {
    return this.places.pulse(this.tick - 1 / 2 - leadTicks);
  }

  /** From the next bar line on. */
  setBeatsPerBar(beats: number): void {
    this.bars.setBeats(beats);
  }

  set(settings: PartSettings): void {
    this.settings = settings;
    this.notes.setChannel(settings.channel);
    this.notes.setMuted(settings.muted);
    this.places.delay = settings.delay;
    this.duet.set(settings.mode);
  }

  /** It goes to the model with the next request. */
  order(order: Order): void {
    if (this.orders.length < orderLimit) this.orders.push(order);
  }

  /** No key of a player is down any more. */
  liftKeys(): void {
    this.duet.liftKeys();
  }

  /** A live player's key; `placed` where that is in musical time. What it does at once is done at once. */
  hear(key: PlayerKey, placed: boolean): void {
    const { time, notes, tickPulses } = this;
    const playing = placed && this.phase !== 'stopped';
    const effect = this.duet.hear(key, playing ? time.ticksAt(key.micros, tickPulses) : null);
    if (effect === 'hush') notes.hush();
    else if (effect === 'release') notes.release();
    else if (effect !== null)
      notes.tap(louder(effect, this.settings.level), time.pulseAt(key.micros), key.micros);
  }

  private phaseAt(): Micros {
    const { time, places } = this;
    switch (this.phase) {
      case 'stopped':
        return Infinity;
      case 'ask':
        return time.at(this.askPulse());
      case 'await':
        return this.tick === this.graced
          ? time.at(places.pulse(this.tick + graceTicks))
          : time.at(places.firstPulse(this.plan)) - guard;
      case 'begin':
        return time.at(places.pulse(this.tick));
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
    const { tick: last, missed, plan } = this;
    this.skipTo(this.time.pulseAt(now));
    this.place = this.bars.place(this.tick);
    this.request(missed && this.tick === last ? plan : null);
  }

  /** `replaced` is what was played in place of the last plan. */
  private request(replaced: TickPlan | null): void {
    const { index: part, take, tick, duet, place } = this;
    const { ticksPerBar } = this.bars;
    this.places.notBefore(this.time.at(this.askPulse()) + thinking);
    duet.decide({ tick, ...place, ticksPerBar });
    this.announce();
    const { fill: filling } = this.bend;
    this.bend = duet.bend();
    const feed = duet.feed(tick, replaced, this.settings.controls.seed);
    this.heard = feed !== null && feed.heard !== null;
    if (feed === null) {
      this.missed = false;
      this.rest();
      return;
    }
    const position = place.tickInBar;
    const controls = bendControls(duet.lock(this.settings.controls), this.bend);
    if (this.bend.fill && !filling) this.order({ kind: 'fill', a: 0, b: 0 });
    const orders = this.orders.slice(0, mostOrders);
    const asked = { part, take, tick, position, ticksPerBar, ...feed, controls, orders };
    if (this.output.request(asked)) this.orders.splice(0, mostOrders);
    const before = this.bar[position];
    this.plan = before === undefined ? restAt(tick) : { ...before, tick };
    this.phase = 'await';
  }

  private announce(): void {
    const { index: part } = this;
    const { mode, turn } = this.duet;
    if (`${mode} ${turn}` === this.announced) return;
    this.announced = `${mode} ${turn}`;
    this.output.turnBegun({ part, mode, turn });
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
    const known = this.bar[this.place.tickInBar] !== undefined;
    if (known && sounds(this.duet.turn)) this.counts.fallbacks += 1;
    this.settle(this.plan, true);
  }

  private settle(plan: TickPlan, missed = false): void {
    this.missed = missed;
    const { turn } = this.duet;
    if (!sounds(turn)) {
      if (turn === 'taps' && !missed) this.duet.arm(plan);
      this.rest();
      return;
    }
    this.plan = plan;
    if (!missed) this.bar[this.place.tickInBar] = plan;
    const loud = louder(plan, this.settings.level * this.bend.loudness);
    const { places } = this;
    this.notes.schedule(loud, places.firstPulse(plan), (note) => places.notePulse(plan, note));
    this.phase = 'begin';
  }

  /** It plays nothing at this tick. What sounded on, ends where its turn does. */
  private rest(): void {
    const { tick } = this;
    this.plan = restAt(tick);
    const pulse = this.places.soundPulse(tick);
    if (this.duet.turned) this.notes.schedule(this.plan, pulse, () => pulse);
    this.phase = 'begin';
  }

  private begin(): void {
    this.counts.ticks += 1;
    const { index: part, tick, heard, missed } = this;
    const { bar, tickInBar } = this.place;
    this.output.tickBegun({ part, tick, bar, tickInBar, token: this.plan.token, heard, missed });
    this.tick += 1;
    this.phase = 'ask';
  }
}
