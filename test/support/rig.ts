import { Conductor } from '../../src/daemon/core/conductor.js';
import type {
  NoteSent,
  PartOptions,
  PartSettings,
  TakeRequest,
  TickBegun,
  TurnBegun,
} from '../../src/daemon/core/conductor-output.js';
import type { Part } from '../../src/daemon/core/part.js';
import type { Micros } from '../../src/daemon/core/clock.js';
import type { MidiSend } from '../../src/daemon/core/ledger.js';
import type { ModeSettings } from '../../src/daemon/core/mode.js';
import {
  type Controls,
  plainControls,
  type PlannedNote,
  type TickPlan,
} from '../../src/model/tick.js';
import type { Sent } from './notes.js';

export const controls: Controls = { ...plainControls, seed: 5 };

export const plainMode: ModeSettings = {
  mode: 'accompany',
  listen: 1,
  hears: 0,
  lead: 'follow',
  patience: 1,
  tradeBars: 4,
  tradeFirst: 'you',
  split: 0,
};

const plainPart: PartOptions = {
  ...{ grid: 16, material: 'drums', port: 0, channel: 9 },
  ...{ muted: false, level: 1, delay: 0, controls, mode: plainMode },
};

export type Planner = (request: TakeRequest) => TickPlan;

export interface RigOptions extends Partial<PartOptions> {
  readonly tempo?: number;
  readonly beatsPerBar?: number;
  /** What each part has of its own; one part that has nothing unless given. */
  readonly parts?: readonly Partial<PartOptions>[];
  /** How many MIDI ports there are; 1 unless given. */
  readonly ports?: number;
  /** What the model answers; a hat on every tick unless given. */
  readonly plan?: Planner;
  /** Hears every byte that is sent. */
  readonly wire?: MidiSend;
}

/** A conductor in virtual time: a model that answers after `thinking` microseconds, and a record of all that left. */
export class Rig {
  now: Micros = 1_000_000;
  /** How long the model takes; Infinity is a model that hangs. */
  thinking: Micros = 0;
  /** For requests to it. */
  hasRoom = true;
  readonly sent: Sent[] = [];
  /** The same by MIDI port. */
  readonly sentTo: readonly Sent[][];
  readonly notes: (NoteSent & { readonly at: Micros })[] = [];
  readonly ticks: (TickBegun & { readonly at: Micros })[] = [];
  readonly transports: boolean[] = [];
  readonly turns: (TurnBegun & { readonly at: Micros })[] = [];
  readonly requests: (TakeRequest & { readonly at: Micros })[] = [];
  /** When next it would be heard, as the conductor said before what happens now. */
  told: Micros = Infinity;
  wire: MidiSend = () => undefined;
  readonly conductor: Conductor;
  /** As they stand, of each part. */
  private readonly settings: PartOptions[];
  private readonly arrivals: {
    readonly at: Micros;
    readonly plan: TickPlan;
    take: number;
    part: number;
  }[] = [];

  constructor(options: RigOptions = {}) {
    const plan = options.plan ?? (({ tick }) => onset(tick, [{ pitch: 42 }]));
    this.sentTo = Array.from({ length: options.ports ?? 1 }, () => []);
    if (options.wire !== undefined) this.wire = options.wire;
    const { tempo = 120, beatsPerBar } = options;
    const basics = { ...plainPart, ...options };
    this.settings = (options.parts ?? [{}]).map((own) => ({ ...basics, ...own }));
    this.conductor = new Conductor(
      {
        tempo,
        ...(beatsPerBar === undefined ? {} : { beatsPerBar }),
        parts: this.settings,
      },
      {
        sends: Array.from({ length: options.ports ?? 1 }, (_, port) => (...bytes: Sent) => {
          this.sent.push(bytes);
          this.sentTo[port]!.push(bytes);
          this.wire(...bytes);
        }),
        noteSent: (note) => this.notes.push({ ...note, at: this.now }),
        tickBegun: (tick) => this.ticks.push({ ...tick, at: this.now }),
        turnBegun: (turn) => this.turns.push({ ...turn, at: this.now }),
        transport: (playing) => this.transports.push(playing),
        request: (request) => {
          if (!this.hasRoom) return false;
          this.requests.push({ ...request, at: this.now });
          if (this.thinking === Infinity) return true;
          this.arrivals.push({
            at: this.now + this.thinking,
            plan: plan(request),
            take: request.take,
            part: request.part,
          });
          this.arrivals.sort((a, b) => a.at - b.at);
          return true;
        },
      },
    );
  }

  /** How many notes sound, on all ports. */
  get sounding(): number {
    const { notesOn, notesOff } = this.conductor.ledgers;
    return notesOn - notesOff;
  }

  /** The first part. */
  get part(): Part {
    return this.conductor.parts[0]!;
  }

  /** Changes some settings of a part, from 0. */
  set(changed: Partial<PartSettings>, part = 0): void {
    this.settings[part] = { ...this.settings[part]!, ...changed };
    this.conductor.parts[part]!.set(this.settings[part]);
  }

  /** Lets so many microseconds pass, waking the conductor exactly when it asks, and when a plan comes. */
  run(micros: Micros): void {
    const end = this.now + micros;
    for (;;) {
      const wake = this.conductor.advance(this.now);
      const next = Math.min(wake, this.arrivals[0]?.at ?? Infinity);
      this.told = this.conductor.heardAt();
      if (next > end) break;
      this.now = Math.max(this.now, next);
      this.deliver();
    }
    this.now = end;
    this.conductor.advance(end);
  }

  private deliver(): void {
    while (this.arrivals.length > 0 && this.arrivals[0]!.at <= this.now) {
      const { plan, take, part } = this.arrivals.shift()!;
      this.conductor.arrive(plan, take, part, this.now);
    }
  }
}

/** A plan that begins notes; velocity 64 and offset 0 where not given. */
export function onset(
  tick: number,
  notes: readonly (Partial<PlannedNote> & Pick<PlannedNote, 'pitch'>)[],
): TickPlan {
  const full = notes.map((note) => ({ velocity: 64, offset: 0, ...note }));
  const token = full.map((note) => note.pitch).join('+');
  return { tick, token, kind: 'onset', notes: full, probability: 0.5 };
}

export function silent(tick: number, kind: 'hold' | 'rest'): TickPlan {
  return { tick, token: kind.toUpperCase(), kind, notes: [], probability: 0.5 };
}
