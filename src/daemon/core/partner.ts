import { coin } from '../../model/rng.js';
import type { TickPlan } from '../../model/tick.js';
import { accompany, type Bend, unbent } from './accompany.js';
import { Activity } from './activity.js';
import { type Mode, type ModeSettings, type Turn, turnAt, tradeTurn } from './mode.js';

/** A tick about to be decided, and where it is. */
export interface TurnPlace {
  readonly tick: number;
  readonly bar: number;
  readonly tickInBar: number;
  readonly ticksPerBar: number;
  /** The player holds a note that sustains: that is playing. */
  readonly holding: boolean;
}

export interface PartnerOptions {
  readonly ticksPerBeat: number;
  readonly settings: ModeSettings;
}

/** What luck the coin of a beat is: no other draw of the model has this number. */
const listenDraw = -7;

/**
 * Decides, tick by tick, who plays: what the part does, what it hears, and how the player bends it. A change of mode
 * waits for a bar line; everything else of the settings counts at once.
 */
export class Partner {
  private readonly activity: Activity;
  /** What the part itself has meant to play, before the player's loudness counted. */
  private readonly own: Activity;
  /** Where the player last played notes that the window is told. */
  private lastSpoken = -Infinity;
  private settings: ModeSettings;
  private wanted: ModeSettings;
  /** The next tick begins anew: what is wanted counts at once. */
  private fresh = true;
  private since = 0;
  private turnSince = 0;
  private whose: 'you' | 'it' = 'it';
  private now: Turn = 'waits';
  private place: TurnPlace = { tick: 0, bar: 0, tickInBar: 0, ticksPerBar: 1, holding: false };
  private lastEnd = -Infinity;

  constructor(private readonly options: PartnerOptions) {
    this.activity = new Activity(options.ticksPerBeat);
    this.own = new Activity(options.ticksPerBeat);
    this.settings = this.wanted = options.settings;
  }

  /** The mode that counts. */
  get mode(): Mode {
    return this.settings.mode;
  }

  /** What it does at the tick last decided. */
  get turn(): Turn {
    return this.now;
  }

  /** The mode and its bars hold from the next bar line on. */
  set(settings: ModeSettings): void {
    this.wanted = settings;
    const { mode, tradeBars, tradeFirst } = this.settings;
    this.settings = { ...settings, mode, tradeBars, tradeFirst };
  }

  /** The music goes on at `tick`, wherever it was. */
  locate(tick: number): void {
    this.activity.clear(tick);
    this.own.clear(tick);
    this.lastEnd = this.lastSpoken = -Infinity;
    this.fresh = true;
  }

  /**
   * A key went down at `position`, in ticks; `spoken` where it is of what the part plays itself. True where that makes it the
   * player's turn, at once.
   */
  noteOn(velocity: number, position: number, spoken: boolean): boolean {
    this.activity.noteOn(velocity, position);
    if (spoken) this.lastSpoken = Math.max(this.lastSpoken, position);
    if (this.mode !== 'continue' || this.now !== 'plays') return false;
    this.now = 'listens';
    return true;
  }

  /** A note that sustained came to its end. */
  noteEnd(position: number): void {
    this.lastEnd = position;
  }

  /** The part means to play this at its tick. */
  plays({ tick, notes }: TickPlan): void {
    if (notes.length > 0) this.own.noteOn(Math.max(...notes.map(({ velocity }) => velocity)), tick);
  }

  /** Ticks come in order; each once. */
  decide(place: TurnPlace): Turn {
    const { tick, bar, tickInBar, ticksPerBar, holding } = place;
    this.place = place;
    const line = tickInBar === 0 || this.fresh;
    if (line && this.settings !== this.wanted) {
      if (this.fresh || this.wanted.mode !== this.mode) this.since = this.turnSince = tick;
      this.settings = this.wanted;
    }
    if (this.fresh) this.since = this.turnSince = tick;
    this.fresh = false;
    const whose = tradeTurn(this.settings, bar);
    if (whose !== this.whose) this.turnSince = tick;
    this.whose = whose;
    this.now = turnAt(this.settings, {
      tick,
      bar,
      ticksPerBar,
      ticksPerBeat: this.options.ticksPerBeat,
      since: this.since,
      turnSince: this.turnSince,
      last: Math.max(this.activity.last, this.lastEnd),
      holding,
    });
    return this.now;
  }

  /** Whether it hears the player at `tick`, by `listen`: at less than 1 in so many of the beats, as the seed has it. */
  hears(tick: number, seed: number): boolean {
    const { listen } = this.settings;
    const beat = Math.floor(tick / this.options.ticksPerBeat);
    return listen > 0 && coin(seed, beat, listenDraw) < listen;
  }

  /** How the player bends the plan of the tick last decided. */
  bend(): Bend {
    if (this.now !== 'accompanies') return unbent;
    const { ticksPerBeat } = this.options;
    const { tick, ticksPerBar } = this.place;
    const player = this.activity.before(tick);
    const own = tick - this.lastSpoken <= ticksPerBar ? this.own.before(tick) : undefined;
    const accent = this.activity.accent(this.place);
    return accompany(this.settings, player, { ...this.place, ticksPerBeat, accent }, own);
  }
}
