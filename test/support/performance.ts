import type { Entry } from '../../src/daemon/core/journal-entry.js';
import { liveCount, packLive } from '../../src/daemon/core/live-values.js';
import { threadOf } from '../../src/daemon/core/model-threads.js';
import type { RealTime } from '../../src/daemon/core/real-time.js';
import { Session, type TransportCommand } from '../../src/daemon/core/session.js';
import type { TakeRequest } from '../../src/daemon/core/conductor-output.js';
import type { Values } from '../../src/daemon/core/setting.js';
import type { EntryPoint } from '../../src/daemon/core/snapshot.js';
import { PassReport } from '../../src/daemon/threads/pass-report.js';
import { Ring } from '../../src/daemon/threads/ring.js';
import { passFields } from '../../src/daemon/threads/shared-layout.js';
import type { PlanSource } from '../../src/model/plan-source.js';
import type { TickPlan } from '../../src/model/tick.js';

export const drums = [
  { grid: 16, material: 'drums' },
  { grid: 24, material: 'drums' },
] as const;

/** A session as the threads play it, in virtual time, and all that main would journal of it. */
export class Performance {
  now = 5_000_000;
  /** How long the model takes; Infinity is one that hangs. */
  thinking = 2000;
  /** How late the clock thread wakes. */
  lateness = 0;
  readonly entries: Entry[] = [];
  private readonly live = new Float64Array(liveCount(drums.length));
  private version = 1;
  private readonly ring: Ring;
  private readonly passes: PassReport;
  private readonly session: Session;
  private readonly pending: (() => void)[] = [];
  private took = 0;
  private isNews = false;
  /** Of two model threads, the second of which thinks longer. */
  private readonly plans: { readonly at: number; readonly request: TakeRequest }[][] = [[], []];
  private due = Infinity;

  /** It comes in at `entry` where that is given, for a process that died. */
  constructor(
    private values: Values,
    private readonly plan: (request: TakeRequest) => TickPlan,
    entry?: EntryPoint,
  ) {
    const fields = Object.keys(passFields).length;
    this.ring = new Ring(Ring.allocate(fields, 16), fields);
    this.passes = new PassReport(this.ring);
    packLive(values, this.live);
    this.session = new Session(drums, this.live, {
      sends: [() => undefined],
      request: (request) => {
        const thread = threadOf(request.part, this.plans.length);
        const at = this.now + this.thinking * (1 + 0.7 * thread);
        this.plans[thread]!.push({ at, request });
        return true;
      },
      noteSent: ({ part, tick, channel, note: { pitch, velocity, offset } }) =>
        this.entries.push({
          ...{ type: 'note', part: part + 1, tick, channel: channel + 1 },
          ...{ pitch, velocity, offset },
        }),
      tickBegun: ({ part, tick, bar, tickInBar, token, missed }) =>
        this.entries.push({
          ...{ type: 'tick', part: part + 1, tick, bar, tickInBar, token },
          ...{ heard: 'self', missed },
        }),
      turnBegun: () => undefined,
      transport: (playing) => this.entries.push({ type: 'transport', playing }),
    });
    this.session.set(this.live, this.passes.begin(this.now, 1));
    if (entry === undefined) return;
    this.entries.push({ type: 'enter', ...entry });
    this.session.enter(entry);
    this.pass();
  }

  set(values: Values): void {
    this.entries.push({ type: 'values', values });
    this.values = { ...this.values, ...values };
    this.version += 1;
    this.isNews = true;
    this.pass();
  }

  command(command: TransportCommand): void {
    this.entries.push({ type: 'command', command });
    this.took += 1;
    this.pending.push(() => this.session.command(command, this.now));
    this.pass();
  }

  order(a: number): void {
    this.entries.push({ type: 'order', part: 0, kind: 'fill', a, b: 0 });
    this.took += 1;
    this.pending.push(() => this.session.order(0, { kind: 'fill', a, b: 0 }));
    this.pass();
  }

  /** `isHeard` unless it is an echo of what it played. */
  key(pitch: number, velocity: number, isHeard = true): void {
    const at = this.now;
    this.entries.push({ type: 'key', pitch, velocity, at, channel: 9 });
    this.pending.push(() => {
      if (isHeard) this.session.key(pitch, velocity, at, 9);
      this.passes.input(isHeard);
    });
    this.pass();
  }

  realTime(kind: RealTime): void {
    const at = this.now;
    this.entries.push({ type: 'real-time', kind, position: 0, at });
    this.pending.push(() => {
      this.session.realTime(kind, 0, at);
      this.passes.input(true);
    });
    this.pass();
  }

  /** Counted in at a tempo, to begin so much later. */
  launch(bpm: number, later: number): void {
    const at = this.now + later;
    this.entries.push({ type: 'launch', bpm, at });
    this.pending.push(() => {
      this.session.launch(bpm, at, this.now);
      this.passes.input(true);
    });
    this.pass();
  }

  /** Lets so many microseconds pass. */
  run(micros: number): void {
    const end = this.now + micros;
    for (;;) {
      const next = Math.min(
        this.due + this.lateness,
        ...this.plans.map(([first]) => first?.at ?? Infinity),
      );
      if (next > end) break;
      this.now = Math.max(this.now, next);
      this.pass();
    }
    this.now = end;
  }

  end(): void {
    this.passes.close();
    this.drain();
    this.entries.push({ type: 'end' });
  }

  /** As the loop of `threads/clock.ts`. */
  private pass(): void {
    const { passes, session } = this;
    const now = passes.next(this.now);
    if (this.isNews) {
      packLive(this.values, this.live);
      session.set(this.live, now);
      passes.live(this.version);
      this.isNews = false;
    }
    for (const act of this.pending.splice(0)) act();
    passes.took('commands', this.took);
    this.took = 0;
    const taken = this.plans.map((plans) => {
      let count = 0;
      for (; (plans[0]?.at ?? Infinity) <= now; count += 1) {
        const { request } = plans.shift()!;
        session.plan(this.plan(request), request.take, request.part, now);
      }
      return count;
    });
    passes.took('plans', taken[0]!);
    passes.took('morePlans', taken[1]!);
    this.due = session.advance(now);
    passes.end(this.due, session.clock.state);
    this.drain();
  }

  private drain(): void {
    const record = new Float64Array(this.ring.fields);
    while (this.ring.pop(record)) {
      const field = (name: keyof typeof passFields): number => record[passFields[name]]!;
      this.entries.push({
        ...{ type: 'pass', now: field('now'), since: field('since'), live: field('live') },
        ...{ commands: field('commands'), inputs: field('inputs') },
        ...{ unheard: field('unheard'), plans: field('plans') },
        ...(field('morePlans') > 0 && { morePlans: field('morePlans') }),
      });
    }
  }
}

/** A drummer whose every hit depends on all that its request says. */
export function hashDrummer(request: TakeRequest): TickPlan {
  let hash = 7;
  for (const unit of JSON.stringify(request)) hash = (hash * 31 + unit.charCodeAt(0)) % 1_000_003;
  const { tick } = request;
  const notes = [36, 38, 42]
    .filter((_, voice) => (hash >> voice) % 2 === 1)
    .map((pitch) => ({
      pitch,
      velocity: 1 + (hash % 127),
      offset: ((hash % 97) - 48) / 100,
    }));
  const token = notes.map(({ pitch }) => pitch).join('+') || 'REST';
  const kind = notes.length === 0 ? 'rest' : 'onset';
  return { tick, token, kind, notes, probability: 0.5 };
}

/** It, as the model thread asks it. */
export const hashSource: Pick<PlanSource, 'next' | 'recall' | 'reset'> = {
  next: (request) => Promise.resolve(hashDrummer(request as TakeRequest)),
  recall: () => undefined,
  reset: () => undefined,
};
