import { intervalOf } from '../../src/daemon/core/clock-find.js';
import type { Entry } from '../../src/daemon/core/journal-entry.js';
import { liveCount, packLive } from '../../src/daemon/core/live-values.js';
import { spreadRows } from '../../src/daemon/core/part-settings.js';
import { Session, type SessionParts } from '../../src/daemon/core/session.js';
import type { Setting, SettingValue } from '../../src/daemon/core/setting.js';
import { defaults, liveSettings } from '../../src/daemon/core/settings.js';
import { pulsesPerTick } from '../../src/daemon/core/timeline.js';
import { orderKinds } from '../../src/model/orders.js';
import { Rng } from '../../src/model/rng.js';
import type { TickPlan } from '../../src/model/tick.js';
import { onset, silent } from './rig.js';

const parts: SessionParts = [
  { grid: 16, material: 'drums' },
  { grid: 16, material: 'notes' },
];
const grid = 16;
const minute = 60_000_000;
const hour = 60 * minute;
/** Hours at one tempo; and every so manieth such watch another machine's clock leads, whose clocks shake by so much either side. */
const watch = 8;
const ledWatch = 3;
const shake = 1000;
/** Where ticks are told early or late. They are as they were at the end of each hour, when drift is measured. */
const timing = ['nudge', 'swing'];
/** What a stage changes: tempo and clock only from watch to watch. */
const turned = spreadRows(liveSettings, parts.length).filter(
  ({ name, type }) => type !== 'string' && !['tempo', 'clock'].includes(name),
);

/**
 * A session of a drummer and a melody in virtual time, hour after hour of one take: settings, modes and orders change, a
 * player plays along, now and then the model is late. Memory holds nothing of what is over; the same for the same seed.
 */
export class LongSession {
  /** So many hours of uptime from 49 days on, where a count of milliseconds would have gone over 32 bits. */
  now = 50 * 24 * hour;
  ticks = 0;
  /** Note-ons of keys that sounded, and note-offs of keys that did not: never any. */
  faults = 0;
  /** Another machine's clock leads. */
  led = false;
  /** Requests under way. */
  readonly pending: { readonly at: number; readonly deliver: () => void }[] = [];
  readonly session: Session;

  private readonly sounding = new Set<number>();
  private readonly values: Record<string, SettingValue> = { ...defaults(), tempo: 120 };
  private readonly live = new Float64Array(liveCount(parts.length));
  private readonly rng: Rng;
  /** Microseconds by which the last tick of the first part came too late: for its tempo, or for the clock that leads. */
  private drift = 0;
  private hours = 0;
  /** When the last clock of the other machine was meant to come, and the next one comes. */
  private clock = 0;
  private clockAt = Infinity;

  /** `record` is told all that main would be, as a journal keeps it. */
  constructor(
    seed: number,
    private readonly record: (entry: Entry) => void,
  ) {
    this.rng = new Rng(seed);
    packLive(this.values, this.live);
    this.session = new Session(parts, this.live, {
      sends: [(status, pitch) => this.wire(status, pitch)],
      noteSent: ({ part, tick, channel, note: { pitch, velocity, offset } }) =>
        this.record({
          ...{ type: 'note', part: part + 1, tick, channel: channel + 1 },
          ...{ pitch, velocity, offset },
        }),
      tickBegun: ({ part, tick, bar, tickInBar, token, missed, heard }) => {
        if (part === 0) this.begun(tick);
        this.record({
          ...{ type: 'tick', part: part + 1, tick, bar, tickInBar, token, missed },
          heard: heard ? 'player' : 'self',
        });
      },
      turnBegun: () => undefined,
      transport: (playing) => this.record({ type: 'transport', playing }),
      request: ({ tick, take, part }) => {
        const thinking = this.rng.below(500) === 0 ? 200_000 : 2000;
        const plan = part === 0 ? this.beat(tick) : this.melody(tick);
        const deliver = (): void => this.session.plan(plan, take, part, this.now);
        this.pending.push({ at: this.now + thinking, deliver });
        return true;
      },
    });
    this.session.command('start', this.now);
  }

  /** Notes that sound, as who listens knows it. */
  get heard(): number {
    return this.sounding.size;
  }

  /** Plays an hour; gives by how many microseconds its last tick was off from where its tempo puts it. */
  playHour(): number {
    if (this.hours % watch === 0) this.changeWatch();
    this.hours += 1;
    const end = this.now + hour;
    while (this.now < end - minute) this.playBar();
    for (const name of timing) this.set(name, defaults()[name]!);
    this.pass(end - this.now);
    return this.drift;
  }

  stop(): void {
    this.session.command('stop', this.now);
  }

  private changeWatch(): void {
    this.led = (this.hours / watch + 1) % ledWatch === 0;
    this.set('clock', this.led ? 'midi' : 'internal');
    this.set('tempo', 100 + this.rng.below(41));
    this.clock = this.now;
    this.clockAt = this.led ? this.now : Infinity;
  }

  private playBar(): void {
    const { rng } = this;
    if (rng.below(4) === 0) this.turn(turned[rng.below(turned.length)]!);
    if (rng.below(16) === 0) {
      const kind = orderKinds[rng.below(orderKinds.length)]!;
      this.session.order(rng.below(parts.length), { kind, a: 1, b: 0 });
    }
    for (let beat = 0; beat < 4; beat += 1) {
      if (rng.below(2) === 0) this.strike(36 + rng.below(40), rng.below(2) * 9);
      this.pass(500_000);
    }
  }

  private turn(setting: Setting): void {
    const { rng } = this;
    switch (setting.type) {
      case 'number': {
        const steps = Math.floor((setting.max - setting.min) / setting.step);
        this.set(setting.name, setting.min + setting.step * rng.below(steps + 1));
        break;
      }
      case 'choice':
        this.set(setting.name, setting.choices[rng.below(setting.choices.length)]!);
        break;
      case 'boolean':
        this.set(setting.name, rng.below(2) === 1);
        break;
      case 'string':
        break;
    }
  }

  private set(name: string, value: SettingValue): void {
    this.values[name] = value;
    packLive(this.values, this.live);
    this.session.set(this.live, this.now);
    this.record({ type: 'values', values: { [name]: value } });
  }

  private strike(pitch: number, channel: number): void {
    for (const velocity of [1 + this.rng.below(127), 0]) {
      const at = this.now;
      this.session.key(pitch, velocity, at, channel);
      this.record({ type: 'key', pitch, velocity, at, channel });
      this.pass(20_000);
    }
  }

  /** Tells the session the time whenever it asked for it, and its plans when they come. */
  private pass(micros: number): void {
    const end = this.now + micros;
    for (;;) {
      const due = this.session.advance(this.now);
      const next = Math.min(due, this.clockAt, ...this.pending.map(({ at }) => at));
      if (next > end) break;
      this.now = Math.max(this.now, next);
      if (this.clockAt <= this.now) this.hearClock();
      for (let at = this.pending.length - 1; at >= 0; at -= 1)
        if (this.pending[at]!.at <= this.now) this.pending.splice(at, 1)[0]!.deliver();
    }
    this.now = end;
  }

  private hearClock(): void {
    const at = this.now;
    this.session.realTime('clock', 0, at);
    this.record({ type: 'real-time', kind: 'clock', position: 0, at });
    this.clock += this.interval;
    this.clockAt = Math.round(this.clock + shake * (2 * this.rng.next() - 1));
  }

  /** Microseconds between two clocks. */
  private get interval(): number {
    return intervalOf(this.values['tempo'] as number);
  }

  private begun(tick: number): void {
    this.ticks += 1;
    if (this.led) {
      const clocks = (this.now - this.clock) / this.interval;
      this.drift = (clocks - Math.round(clocks)) * this.interval;
      return;
    }
    const { bpm, pulseOrigin, timeOrigin } = this.session.conductor.timeline;
    const beats = (tick * pulsesPerTick(grid) - pulseOrigin) / (4 * pulsesPerTick(grid));
    this.drift = this.now - (timeOrigin + (beats * minute) / bpm);
  }

  private wire(status: number, pitch: number): void {
    const key = (status & 0x0f) * 128 + pitch;
    if ((status & 0xf0) === 0x90) {
      if (this.sounding.has(key)) this.faults += 1;
      this.sounding.add(key);
    } else if ((status & 0xf0) === 0x80 && !this.sounding.delete(key)) this.faults += 1;
  }

  private beat(tick: number): TickPlan {
    const notes = [36, 38, 42].filter(() => this.rng.below(3) === 0);
    if (notes.length === 0) return silent(tick, 'rest');
    return onset(
      tick,
      notes.map((pitch) => ({ pitch, offset: this.rng.next() - 0.5 })),
    );
  }

  private melody(tick: number): TickPlan {
    const draw = this.rng.below(4);
    if (draw > 1) return silent(tick, draw === 2 ? 'hold' : 'rest');
    return onset(tick, [{ pitch: 48 + this.rng.below(24) }, { pitch: 72 + this.rng.below(12) }]);
  }
}
