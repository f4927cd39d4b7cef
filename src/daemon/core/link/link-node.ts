import type { Micros } from '../clock.js';
import { bpmOf, microBeat, microBeatsAt, withTempo } from './link-timeline.js';
import { LinkSessions } from './link-sessions.js';
import type { Endpoint, Hello, LinkMessage, NodeId, StartStop } from './wire.js';

/** Seconds for which others remember it; it tells of itself so often, in microseconds, and no more often than that. */
const ttl = 5;
const helloPause: Micros = 250_000;
const leastPause: Micros = 50_000;
/** A peer is forgotten a little later than it asked for. */
const grace: Micros = 1_000_000;

/** No more than these are known at once: each costs time at each datagram, and whoever is near can make them up. */
const mostPeers = 200;

/** So late a busy thread may tell of a bar. */
const mostLate: Micros = 30_000;

/** Where its datagrams go. */
export interface LinkOutput {
  /** To everyone in the network. What is told of itself gets the endpoint of each way that it goes out by. */
  tellAll(message: LinkMessage): void;
  tell(message: LinkMessage, to: Endpoint): void;
}

/** The beat of the session as it now stands. */
export interface LinkState {
  /** How many others are in the session. */
  readonly peers: number;
  readonly bpm: number;
  /** A beat of the session, and when that is on this machine's clock. */
  readonly beat: number;
  readonly at: Micros;
  readonly playing: boolean;
}

interface Peer {
  readonly session: NodeId;
  readonly endpoint: Endpoint | undefined;
  readonly until: Micros;
}

/**
 * One of those who share a beat by Ableton Link. It has a session of its own until it hears of an older one; in a session
 * anyone sets the tempo, and starts and stops. It reads no clock and knows no socket: it is told the time, and says when it
 * wants to be told again.
 */
export class LinkNode {
  private id: NodeId;
  private startStop: StartStop = { playing: false, microBeats: 0, at: 0 };
  private readonly peers = new Map<NodeId, Peer>();
  private readonly sessions: LinkSessions;
  /** How many of the peers are in its session. */
  private members = 0;
  /** Of the bars that it laid; 0 where it laid none. */
  private barBeats = 0;
  /** Of the session's time: when it came to that. */
  private joinedAt = 0;
  private toldAt: Micros = -Infinity;
  private tellAt: Micros;

  /** `newId` gives ids that nobody else has; `changed` is called when `state` is another. */
  constructor(
    { bpm, now }: { readonly bpm: number; readonly now: Micros },
    private readonly newId: () => NodeId,
    private readonly output: LinkOutput,
    private readonly changed: () => void,
  ) {
    this.id = newId();
    this.tellAt = now;
    const timeline = withTempo(
      { microsPerBeat: microBeat, microBeatOrigin: -1, timeOrigin: 0 },
      bpm,
      0,
    );
    this.sessions = new LinkSessions(
      { id: this.id, timeline, offset: -now },
      {
        ping: (ping, to) => output.tell(ping, to),
        peerOf: (session) => this.peerOf(session),
        lost: (session) => this.forgetSession(session),
        joined: (now) => this.joined(now),
        moved: (now) => this.news(now),
      },
    );
  }

  get state(): LinkState {
    const { timeline, offset } = this.sessions.current;
    return {
      peers: this.members,
      bpm: bpmOf(timeline),
      beat: timeline.microBeatOrigin / microBeat,
      at: timeline.timeOrigin - offset,
      playing: this.startStop.playing,
    };
  }

  /** Another session has been heard of, and whether that counts is not known yet. */
  get measuring(): boolean {
    return this.sessions.measuring;
  }

  hear(message: LinkMessage, from: Endpoint, now: Micros): void {
    // Whoever makes datagrams up can say so, and nothing can be sent there.
    if (from.port === 0) return;
    switch (message.type) {
      case 'ping':
        this.output.tell({ ...message, ...this.stamp(now), type: 'pong' }, from);
        return;
      case 'pong':
        this.sessions.pong(message, now);
        return;
      case 'bye':
        this.peers.delete(message.node);
        return;
      case 'alive':
      case 'response':
        if (message.node !== this.id) this.meet(message, from, now);
    }
  }

  /** Does what is due by `now`; gives the instant at which to be asked again. */
  advance(now: Micros): Micros {
    for (const [node, { until }] of this.peers) if (until <= now) this.peers.delete(node);
    this.count(now);
    const look = this.sessions.advance(now);
    if (this.tellAt <= now) {
      this.output.tellAll(this.hello('alive'));
      this.toldAt = now;
      this.tellAt = now + helloPause;
    }
    return Math.min(look, this.tellAt);
  }

  /** There is another network to be heard in: at once, as somebody may wait. */
  greet(now: Micros): void {
    this.tellAt = now;
  }

  /** This machine's clock stood still: how far that of the session is ahead is to be found anew. */
  wake(now: Micros): void {
    this.sessions.remeasure();
    this.greet(now);
  }

  /** For the whole session, from `now` on. */
  setTempo(bpm: number, now: Micros): void {
    const { current } = this.sessions;
    current.timeline = withTempo(current.timeline, bpm, now + current.offset);
    this.news(now);
  }

  /** For the whole session; nothing that it was told is told again. */
  setPlaying(playing: boolean, now: Micros): void {
    if (playing === this.startStop.playing && this.startStop.at > 0) return;
    const { timeline, offset } = this.sessions.current;
    // Of two that were said the later counts, and clocks are not quite the same.
    const at = Math.max(now + offset, this.startStop.at + 1);
    this.startStop = { playing, microBeats: microBeatsAt(timeline, at), at };
    this.tellSoon(now);
  }

  /**
   * A bar of so many beats began at `at`: who comes to this session takes its bars from that. Where others are, it is as they
   * have it. Who tells is late now and then, and never early: what is a little later than the bar before had it, is not.
   */
  layBar(beats: number, at: Micros): void {
    if (this.members > 0) return;
    const { current } = this.sessions;
    const bar = beats * microBeat;
    const timeOrigin = at + current.offset;
    const here = microBeatsAt(current.timeline, timeOrigin);
    const microBeatOrigin = Math.round(here / bar) * bar;
    const late = ((here - microBeatOrigin) * current.timeline.microsPerBeat) / microBeat;
    if (beats === this.barBeats && late >= 0 && late < mostLate) return;
    this.barBeats = beats;
    current.timeline = { ...current.timeline, microBeatOrigin, timeOrigin };
  }

  /** Others need not wait until it is forgotten. */
  leave(): void {
    this.output.tellAll({ type: 'bye', node: this.id });
  }

  private meet(hello: Hello, from: Endpoint, now: Micros): void {
    const { type, node, session, endpoint, timeline, startStop } = hello;
    if (this.peers.size >= mostPeers && !this.peers.has(node)) return;
    if (type === 'alive') this.output.tell(this.hello('response'), from);
    const until = now + hello.ttl * 1_000_000 + grace;
    this.peers.set(node, { session, endpoint, until });
    this.count(now);
    this.sessions.sawTimeline(session, timeline, now);
    if (session !== this.sessions.current.id || startStop === undefined) return;
    if (startStop.at <= this.startStop.at) return;
    // A show does not stop where it meets others who stopped before.
    if (!startStop.playing && startStop.at < this.joinedAt) return;
    this.startStop = startStop;
    this.news(now);
  }

  private stamp(now: Micros): { session: NodeId; ghostTime: number } {
    const { id, offset } = this.sessions.current;
    return { session: id, ghostTime: now + offset };
  }

  private hello(type: Hello['type']): Hello {
    const { id, timeline } = this.sessions.current;
    const { startStop } = this;
    return { type, ttl, node: this.id, session: id, timeline, startStop, endpoint: undefined };
  }

  /** Who founded a session keeps its time. */
  private peerOf(session: NodeId): Endpoint | undefined {
    const founder = this.peers.get(session);
    if (founder?.session === session && founder.endpoint !== undefined) return founder.endpoint;
    const members = [...this.peers.values()].filter((peer) => peer.session === session);
    return members.find(({ endpoint }) => endpoint !== undefined)?.endpoint;
  }

  /** Nobody of it answers: whoever is heard of again is met anew. */
  private forgetSession(session: NodeId): void {
    for (const [node, peer] of this.peers) if (peer.session === session) this.peers.delete(node);
  }

  /** What the others of the session say of start and stop counts, not what was said in the one before. */
  private joined(now: Micros): void {
    this.startStop = { ...this.startStop, at: 0 };
    this.joinedAt = now + this.sessions.current.offset;
    this.count(now);
    this.news(now);
  }

  /** Where nobody is left by whom to measure the time of a session, its beat goes on in one of its own. */
  private count(now: Micros): void {
    const { sessions, members } = this;
    const { id } = sessions.current;
    this.members = [...this.peers.values()].filter(({ session }) => session === id).length;
    if (this.members === 0 && id !== this.id) {
      this.id = this.newId();
      this.startStop = { ...this.startStop, at: 0 };
      sessions.found(this.id, now);
    }
    if (this.members !== members) this.news(now);
  }

  private news(now: Micros): void {
    this.tellSoon(now);
    this.changed();
  }

  private tellSoon(now: Micros): void {
    this.tellAt = Math.min(this.tellAt, Math.max(now, this.toldAt + leastPause));
  }
}
