import type { TickMessage } from './messages.js';
import { clampSetting } from './parse-settings.js';
import { findRow } from './part-settings.js';
import type { Setting, SettingValue, Values } from './setting.js';
import { liveSettings } from './settings.js';

/** What a recall needs of the control. */
export interface Recalled {
  readonly values: Values;
  readonly playing: boolean;
  set(name: string, value: SettingValue): void;
}

/** A setting on its way, from where it was to where it goes. */
interface Glide {
  readonly from: number;
  readonly to: number;
  /** What it was last set to: another value there means that someone else took hold of it. */
  last: SettingValue;
}

/** Settings on their way, and how many bars they take. */
export interface Fade {
  readonly values: Values;
  readonly bars: number;
}

interface Wish extends Fade {
  readonly begun: () => void;
}

/**
 * Brings settings to those of a preset: on the next bar line, or over some bars from there, where what is continuous
 * glides and the rest switches on the bar. A setting that someone turns meanwhile is left to them. Main thread.
 */
export class Recall {
  private waiting: Wish | undefined;
  private readonly glides = new Map<string, Glide>();
  /** Ticks that the glides take, and how many of them were played: their numbers may jump, or begin again. */
  private ticks = 0;
  private passed = 0;
  /** What is to be set with the first tick of the bar. */
  private onLine: Record<string, SettingValue> = {};
  /** Ticks of the bar under way, in the metre that was set when it began; and its last tick that was heard. */
  private bar = 0;
  private last = Infinity;

  /** `ticksPerBar` gives those of a bar that begins now. */
  constructor(
    private readonly control: Recalled,
    private readonly ticksPerBar: () => number,
    /** What was on its way where this goes on for another: from the first bar line on, whenever that plays. */
    left: Fade | null = null,
  ) {
    if (left !== null) this.waiting = { ...left, begun: () => undefined };
  }

  /** What is yet to come: what nobody else took hold of, and the bars it has left; null where it is all there. */
  get rest(): Fade | null {
    const { waiting, glides, onLine, ticks, passed, bar } = this;
    const { values } = this.control;
    const gliding = [...glides].filter(([name, { last }]) => values[name] === last);
    const rest = { ...Object.fromEntries(gliding.map(([name, { to }]) => [name, to])), ...onLine };
    if (waiting !== undefined)
      return { values: { ...rest, ...waiting.values }, bars: waiting.bars };
    if (Object.keys(rest).length === 0) return null;
    return { values: rest, bars: gliding.length === 0 ? 0 : Math.ceil((ticks - passed) / bar) };
  }

  /**
   * Where nothing plays it is there at once. What was on its way stops where it is. Calls `begun` when the new settings
   * begin.
   */
  to(values: Values, bars: number, begun: () => void = () => undefined): void {
    this.glides.clear();
    this.waiting = { values, bars, begun };
    if (!this.control.playing) this.stopped();
  }

  /** Nothing plays: what waits for a bar line waits no longer. */
  stopped(): void {
    this.line();
    const { waiting } = this;
    if (waiting === undefined) return;
    this.waiting = undefined;
    this.set(waiting.values);
    waiting.begun();
  }

  /** A tick of the first part began: what is asked for its successor has yet to be asked. */
  tick({ tickInBar }: Pick<TickMessage, 'tickInBar'>): void {
    if (tickInBar !== this.last + 1) this.bar = this.ticksPerBar();
    this.last = tickInBar;
    this.line();
    const { waiting, bar } = this;
    // What the model is told counts for the next tick, so it is told one tick before the line; the beat is not.
    if (waiting !== undefined && tickInBar >= bar - 1) {
      this.waiting = undefined;
      this.begin(waiting.values, waiting.bars * bar);
      waiting.begun();
      this.passed = 0;
    }
    if (this.glides.size > 0) this.glide(Math.min(1, this.passed / this.ticks));
    this.passed += 1;
  }

  private begin(values: Values, ticks: number): void {
    const now = this.control.values;
    this.ticks = ticks;
    const told: Record<string, SettingValue> = {};
    for (const [name, to] of Object.entries(values)) {
      const from = now[name];
      const numbers = typeof to === 'number' && typeof from === 'number';
      if (ticks > 0 && numbers && glides(findRow(name, liveSettings))) {
        if (from !== to) this.glides.set(name, { from, to, last: from });
      } else if (ofTheBeat.includes(name)) this.onLine[name] = to;
      else told[name] = to;
    }
    this.set(told);
  }

  /** The bar has begun. */
  private line(): void {
    this.set(this.onLine);
    this.onLine = {};
  }

  private glide(share: number): void {
    for (const [name, glide] of this.glides) {
      const { from, to, last } = glide;
      if (this.control.values[name] !== last) this.glides.delete(name);
      else {
        glide.last = clampSetting(findRow(name, liveSettings)!, (1 - share) * from + share * to);
        if (glide.last !== last) this.control.set(name, glide.last);
        if (share === 1) this.glides.delete(name);
      }
    }
  }

  private set(values: Values): void {
    const now = this.control.values;
    // It may have been saved where more parts played.
    for (const [name, value] of Object.entries(values))
      if (name in now && value !== now[name]) this.control.set(name, value);
  }
}

/** What moves all that is played at once: before the line it would move the tick that sounds. */
const ofTheBeat: readonly string[] = [
  'tempo',
  'swing',
  'swing-notes',
  'nudge',
  'clock',
  'clock-out',
];

/** Units of what one turns rather than chooses. */
const continuous = ['BPM', '%', 'ms'];

/** A number that is no count of something: half of the way there is a setting too. */
function glides(setting: Setting | undefined): boolean {
  if (setting?.type !== 'number') return false;
  return setting.step < 1 || continuous.includes(setting.unit);
}
