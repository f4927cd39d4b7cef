import type { Order } from '../../model/orders.js';
import type { SourceInfo } from '../../model/plan-source.js';
import type { TickPlan } from '../../model/tick.js';
import { Beat } from './beat.js';
import type { ClockStatus } from './clock-status.js';
import type { Micros } from './clock.js';
import { Conductor } from './conductor.js';
import type { ConductorOutput, PartSettings } from './conductor-output.js';
import {
  beatSourceOf,
  beatsPerBarOf,
  channelOf,
  controlsOf,
  delayOf,
  latencyOf,
  levelOf,
  modeOf,
  mutedOf,
  nudgeOf,
  sendsClock,
  swingOf,
  tempoOf,
} from './live-values.js';
import type { LinkBeat } from './link-follow.js';
import type { RealTime } from './real-time.js';
import type { EntryPoint } from './snapshot.js';

/** What the transport can be told. */
export const transportCommands = ['start', 'continue', 'stop', 'panic', 'downbeat', 'end'] as const;
export type TransportCommand = (typeof transportCommands)[number];

/** What each part plays, and to which of the MIDI ports, from 0: the first unless given. */
export type SessionParts = readonly (Pick<SourceInfo, 'grid' | 'material'> & {
  readonly port?: number;
})[];

/**
 * The music of a session, from its first tick to its last: a function of what it is told, and when. The clock thread tells
 * it as things happen; a replay tells it the same again. In a pass it is told all that has come, then to `advance`.
 */
export class Session {
  readonly conductor: Conductor;
  private readonly beat: Beat;
  private nudge: Micros = 0;
  private latency: Micros = 0;

  /** `live` [liveCount] are the settings to begin with. */
  constructor(
    private readonly parts: SessionParts,
    live: Float64Array,
    output: ConductorOutput,
  ) {
    const tempo = tempoOf(live);
    this.conductor = new Conductor(
      {
        tempo,
        beatsPerBar: beatsPerBarOf(live),
        parts: parts.map(({ grid, material, port = 0 }, index) => ({
          ...{ grid, material, port },
          ...settingsOf(live, index, material),
        })),
      },
      output,
    );
    this.beat = new Beat(this.conductor, tempo);
  }

  /** Where the beat comes from. */
  get clock(): ClockStatus {
    return this.beat.status;
  }

  /** `live` [liveCount] are all live settings as they now stand. */
  set(live: Float64Array, now: Micros): void {
    const { beat, conductor } = this;
    beat.choose(beatSourceOf(live), tempoOf(live), now);
    for (const part of conductor.parts)
      part.set(settingsOf(live, part.index, this.parts[part.index]!.material));
    this.nudge = nudgeOf(live);
    conductor.setNudge(this.nudge);
    this.latency = latencyOf(live);
    conductor.setLatency(this.latency);
    conductor.setSwing(swingOf(live));
    conductor.setBeatsPerBar(beatsPerBarOf(live));
    conductor.setClockOut(sendsClock(live), now);
  }

  command(command: TransportCommand, now: Micros): void {
    const { beat, conductor } = this;
    switch (command) {
      case 'start':
        conductor.playOn();
        beat.start(now);
        break;
      case 'continue':
        conductor.playOn();
        beat.resume(now);
        break;
      case 'downbeat':
        beat.downbeat(now);
        break;
      case 'end':
        conductor.end(now);
        break;
      case 'stop':
        beat.stop();
        break;
      case 'panic':
        conductor.panic();
        break;
    }
  }

  /** Plays from where another process stopped, when the time for it comes. */
  enter(entry: EntryPoint): void {
    // Its bar line was seen when it was played: nudged.
    this.beat.enter({ ...entry, at: entry.at - this.nudge });
  }

  /** To the model of a part, from 0. */
  order(part: number, order: Order): void {
    this.conductor.parts[part]?.order(order);
  }

  /** A player's key went down at `at`, or up where `velocity` is 0, on a MIDI channel of 0 to 15. */
  key(pitch: number, velocity: number, at: Micros, channel: number): void {
    const { beat, conductor, latency } = this;
    conductor.hear(pitch, velocity, at, channel);
    if (velocity > 0 && conductor.listensTo(channel)) beat.key(at - latency);
  }

  /** Another machine's clock or transport; `position` is in sixteenths. */
  realTime(kind: RealTime, position: number, at: Micros): void {
    this.beat.realTime(kind, position, at);
  }

  /** What the Link session is now. */
  link(beat: LinkBeat, now: Micros): void {
    this.beat.session(beat, now);
  }

  /** Plays from the top at `at`, where nothing plays; a beat or more later where that is past. */
  launch(bpm: number, at: Micros, now: Micros): void {
    this.beat.launch(bpm, at, now);
  }

  /** A plan has come at `now`, for a take and a part. */
  plan(plan: TickPlan, take: number, part: number, now: Micros): void {
    this.conductor.arrive(plan, take, part, now);
  }

  /** Does all that is due by `now`; gives the instant at which to be told the time again, Infinity where there is none. */
  advance(now: Micros): Micros {
    const { beat, conductor } = this;
    const look = beat.poll(now);
    const next = conductor.advance(now);
    if (!conductor.isOver) return Math.min(look, next);
    beat.stop();
    return Math.min(look, conductor.advance(now));
  }
}

/** Of a part, from 0, that plays a material. */
function settingsOf(
  live: Float64Array,
  part: number,
  material: SourceInfo['material'],
): PartSettings {
  return {
    channel: channelOf(live, part, material),
    muted: mutedOf(live, part),
    level: levelOf(live, part),
    delay: delayOf(live, part),
    controls: controlsOf(live, part),
    mode: modeOf(live, part),
  };
}
