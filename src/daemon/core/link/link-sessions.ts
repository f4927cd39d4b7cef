import type { Micros } from '../clock.js';
import { type LinkTimeline, microBeatsAt } from './link-timeline.js';
import { Measurement } from './measurement.js';
import type { Endpoint, NodeId, Ping, Pong } from './wire.js';

/** Sessions that began within so long of each other are as old: the one with the lower id counts. */
const sameAge: Micros = 500_000;
/** Clocks of two machines run apart. */
const measureEvery: Micros = 30_000_000;

/** More that are not measured yet are left out, until these are: one peer alone can make them up. */
const mostOthers = 50;

export interface LinkSession {
  readonly id: NodeId;
  timeline: LinkTimeline;
  /** Ghost time less host time. */
  offset: Micros;
}

export interface SessionHooks {
  ping(ping: Ping, to: Endpoint): void;
  /** Someone of a session who answers pings; undefined where there is nobody. */
  peerOf(session: NodeId): Endpoint | undefined;
  /** Nobody of that session answers. */
  lost(session: NodeId): void;
  /** Another session is the current one. */
  joined(now: Micros): void;
  /** The beat of the current session lies elsewhere, or has another tempo. */
  moved(now: Micros): void;
}

/** The sessions that were heard of, and which of them counts: the oldest. */
export class LinkSessions {
  /** Timelines of the others; how far their time is ahead is not known before they are measured. */
  private readonly others = new Map<NodeId, LinkTimeline>();
  private readonly measurements = new Map<NodeId, Measurement>();
  private measureAt: Micros = Infinity;

  /** `current` is a session of its own. */
  constructor(
    public current: LinkSession,
    private readonly hooks: SessionHooks,
  ) {}

  sawTimeline(id: NodeId, timeline: LinkTimeline, now: Micros): void {
    const { current, others } = this;
    if (id === current.id) {
      if (timeline.microBeatOrigin <= current.timeline.microBeatOrigin) return;
      current.timeline = timeline;
      this.hooks.moved(now);
      return;
    }
    const known = others.get(id);
    if (known === undefined && others.size >= mostOthers) return;
    if (known === undefined || timeline.microBeatOrigin > known.microBeatOrigin)
      others.set(id, timeline);
    if (known === undefined) this.measure(id);
  }

  pong(pong: Pong, now: Micros): void {
    const measurement = this.measurements.get(pong.session);
    if (measurement === undefined) return;
    const next = measurement.hear(pong, now);
    if (next !== undefined) this.hooks.ping(next, measurement.to);
    else this.measured(measurement, now);
  }

  get measuring(): boolean {
    return [...this.others.keys()].some((id) => this.measurements.has(id));
  }

  /** The current one, by whoever has kept its time meanwhile. */
  remeasure(): void {
    this.measure(this.current.id);
  }

  /** Gives the instant at which to be asked again. */
  advance(now: Micros): Micros {
    if (this.measureAt <= now) {
      this.measureAt = now + measureEvery;
      this.remeasure();
    }
    for (const id of this.others.keys())
      if (!this.measurements.has(id) && this.hooks.peerOf(id) === undefined) this.others.delete(id);
    let next = this.measureAt;
    for (const measurement of [...this.measurements.values()]) {
      if (measurement.due <= now) this.retry(measurement, now);
      else next = Math.min(next, measurement.due);
    }
    return next;
  }

  /** A session of its own, in which the beat goes on as it was. */
  found(id: NodeId, now: Micros): void {
    const { timeline, offset } = this.current;
    const microBeatOrigin = microBeatsAt(timeline, now + offset);
    this.current = { id, offset: -now, timeline: { ...timeline, microBeatOrigin, timeOrigin: 0 } };
    this.measureAt = Infinity;
  }

  /** From the next `advance` on. */
  private measure(id: NodeId): void {
    const to = this.hooks.peerOf(id);
    if (to === undefined) {
      this.others.delete(id);
      return;
    }
    this.measurements.set(id, new Measurement(id, to));
  }

  private retry(measurement: Measurement, now: Micros): void {
    const { session, to } = measurement;
    const ping = measurement.retry(now);
    if (ping !== undefined) {
      this.hooks.ping(ping, to);
      return;
    }
    this.measurements.delete(session);
    if (session === this.current.id) return;
    this.others.delete(session);
    this.hooks.lost(session);
  }

  private measured({ session, offset }: Measurement, now: Micros): void {
    const { current, others } = this;
    this.measurements.delete(session);
    if (session === current.id) {
      current.offset = offset;
      this.hooks.moved(now);
      return;
    }
    const timeline = others.get(session);
    if (timeline === undefined) return;
    const older = offset - current.offset;
    if (older < -sameAge || (older <= sameAge && session > current.id)) return;
    others.delete(session);
    others.set(current.id, current.timeline);
    this.current = { id: session, timeline, offset };
    this.measureAt = now + measureEvery;
    this.hooks.joined(now);
  }
}
