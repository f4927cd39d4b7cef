import { type Order, orderKinds } from '../../model/orders.js';
import type { ModelChoice, Played, Recall, SourceInfo } from '../../model/plan-source.js';
import type { Micros } from '../core/clock.js';
import type { Entry } from '../core/journal-entry.js';
import type { RealTime } from '../core/real-time.js';
import { beatsPerBarOf, controlsOf, liveCount, packLive } from '../core/live-values.js';
import type { LinkBeat } from '../core/link-follow.js';
import type { Meters } from '../core/messages.js';
import { threadOf } from '../core/model-threads.js';
import type { PartPorts } from '../core/part-ports.js';
import { PlayedWindow } from '../core/played-window.js';
import { type TransportCommand, transportCommands } from '../core/session.js';
import type { Values } from '../core/setting.js';
import type { EntryPoint } from '../core/snapshot.js';
import type { ClockBegin } from './clock.js';
import type { ModelThread } from './model-thread.js';
import type { SwapNews } from './part-models.js';
import { type PlayEvent, type PlayEventHooks, PlayEvents } from './play-events.js';
import {
  commandFields,
  inputFields,
  inputKinds,
  meterNames,
  type Shared,
  wake,
  words,
} from './shared-layout.js';
import { type PortState, Thread } from './thread.js';

/** What it begins with. */
export interface Cue {
  /** Settings, the live ones among them; those missing take their defaults. */
  readonly values: Values;
  /** What a process that died was at; undefined where none did. */
  readonly resume?: Resume | undefined;
}

/** What one process takes over from another. */
export interface Resume {
  /** Which notes may sound still: 128 times channel and pitch. They end before anything else. */
  readonly keys: readonly number[];
  /** The window of each part: whole bars. Empty where it begins anew. */
  readonly played: readonly Played[];
  /** Asked when it can play: where it comes in. Undefined where it is to wait for a command. */
  readonly entry: () => EntryPoint | undefined;
  /** Addresses of devices that have paired with the one before. */
  readonly paired: readonly string[];
}

/** Counts and latencies since the start. */
export interface Totals extends Omit<Meters, 'type' | 'clients'> {
  readonly latePlans: number;
  readonly droppedNotes: number;
  readonly sendErrors: number;
  /** How often a new model thread took over from a dead one. */
  readonly modelRestarts: number;
}

/**
 * Milliseconds. The model thread may be in the midst of a plan, and the clock thread, on a machine that crawls, of ending its
 * notes: to end it by force inside of the MIDI driver takes the process with it.
 */
const endGrace = 5000;
const silenceGrace = 200;

export interface HostHooks extends Cue {
  readonly label: PlayEventHooks['label'];
  /** What happens, as it happens. */
  readonly event: (event: PlayEvent) => void;
  /** Which MIDI output each part plays to. */
  readonly outputs: PartPorts;
  /** What came in, what the clock thread took of it, and what was played: all that a journal keeps. */
  readonly record?: (entry: Entry) => void;
  /** Of each part. */
  readonly windows: readonly PlayedWindow[];
}

/** Main's side of the threads. No method blocks but `endAllNotes`. */
export class Host {
  /** The MIDI outputs as they were at the start, and which each part plays to. */
  readonly midiOuts: readonly PortState[];
  readonly outputs: PartPorts;

  private readonly events: PlayEvents;
  private readonly fields: Float64Array;
  private live: Values;
  /** How many were given. */
  private recalls = 0;
  private readonly atExit = () => void this.endAllNotes();

  constructor(
    private readonly shared: Shared,
    private readonly models: readonly ModelThread[],
    private readonly clock: Thread<readonly PortState[]>,
    private readonly options: HostHooks,
  ) {
    this.midiOuts = clock.ready;
    this.outputs = options.outputs;
    this.fields = new Float64Array(Math.max(shared.input.fields, shared.commands.fields));
    this.live = options.values;
    this.events = new PlayEvents(shared, {
      label: options.label,
      event: (event) => this.hear(event),
      pass: (pass) => this.record(pass),
    });
    process.once('exit', this.atExit);
    const parts = this.infos.map(({ grid, material }, part) => ({
      grid,
      material,
      port: this.outputs.of[part]!,
    }));
    const begin: ClockBegin = { parts, entry: options.resume?.entry() };
    clock.tell(begin);
  }

  /** What each part plays now, and on what. */
  get infos(): readonly SourceInfo[] {
    return this.options.windows.map((_, part) => this.threadOf(part).info(part));
  }

  /** Taken up by the clock thread within a millisecond or so. */
  command(command: TransportCommand): void {
    this.give(transportCommands.indexOf(command), { type: 'command', command });
  }

  /** Whether all threads have come round since this was asked last: false where one hangs. A dead model thread is being replaced. */
  answers(): boolean {
    const { words: view } = this.shared;
    const asked = Atomics.load(view, words.asked);
    const clock = Atomics.load(view, words.clockAnswer) === asked;
    const models = this.models.every(
      (model, thread) =>
        Atomics.load(this.shared.lanes[thread]!.answer, 0) === asked || !model.alive,
    );
    Atomics.store(view, words.asked, asked + 1);
    wake(view, words.clockWake);
    for (const lane of this.shared.lanes) wake(lane.wake);
    return clock && models;
  }

  /** MIDI ports came or went: the clock thread looks for its own again. */
  reattach(): void {
    Atomics.add(this.shared.words, words.reattach, 1);
    wake(this.shared.words, words.clockWake);
  }

  /** Goes to the model of `part` (from 0) with the next request for it. */
  order(part: number, { kind, a, b }: Order): void {
    this.fields[commandFields.part] = part;
    this.fields[commandFields.kind] = orderKinds.indexOf(kind);
    this.fields[commandFields.a] = a;
    this.fields[commandFields.b] = b;
    this.give(transportCommands.length, { type: 'order', part, kind, a, b });
  }

  /** Another model is to play `part` (from 0); `HostOptions.swap` is told what becomes of it. The part plays on meanwhile. */
  load(part: number, choice: ModelChoice): void {
    this.threadOf(part).load(part, choice);
  }

  /** On the next bar line. */
  swap({ part, number, choice }: Extract<SwapNews, { readonly state: 'loaded' }>): void {
    const { model, blendModel = '' } = choice;
    this.record({ type: 'model', part, number, model, blendModel });
    this.order(part, { kind: 'swap', a: number, b: 0 });
  }

  /** What each part has played of late; `whole` leaves out the bar under way. */
  played(whole: boolean): Played[] {
    const { shared, options, infos } = this;
    const live = new Float64Array(liveCount(infos.length));
    shared.live.read(live);
    return options.windows.map((window, part) => ({
      ticks: window.played(whole),
      ticksPerBar: (infos[part]!.grid / 4) * beatsPerBarOf(live),
    }));
  }

  /** From its next request on `part` (from 0) goes on from what was `played`, with `values`, whatever it plays now. */
  recall(part: number, played: Played, values: Values): void {
    const live = new Float64Array(liveCount(this.infos.length));
    packLive(values, live);
    const { tempo, style } = controlsOf(live, part);
    if (played.ticks.length === 0) return;
    const recall: Recall = { ...played, manner: { tempo, style } };
    const id = (this.recalls += 1);
    // It is there before its order.
    this.threadOf(part).recall(part, { id, recall });
    this.record({ type: 'recall', id, recall });
    this.order(part, { kind: 'recall', a: id, b: 0 });
  }

  /** All live settings; those missing take their defaults. */
  setLive(values: Values): void {
    const changed = Object.entries(values).filter(([name, value]) => this.live[name] !== value);
    this.record({ type: 'values', values: Object.fromEntries(changed) });
    this.live = values;
    writeLive(this.shared, values, this.infos.length);
    wake(this.shared.words, words.clockWake);
  }

  /** A player's key went down, or up where `velocity` is 0, on a MIDI channel of 0 to 15. */
  key(pitch: number, velocity: number, at: Micros, channel: number): void {
    this.fields[inputFields.channel] = channel;
    this.fields[inputFields.pitch] = pitch;
    this.fields[inputFields.velocity] = velocity;
    this.input(at, 'key', { type: 'key', pitch, velocity, at, channel });
  }

  /** Another machine's clock or transport; `position` is in sixteenths, and 0 where the message has none. */
  realTime(kind: RealTime, position: number, at: Micros): void {
    this.fields[inputFields.position] = position;
    this.input(at, kind, { type: 'real-time', kind, position, at });
  }

  /** What a Link session is from now on. */
  link(beat: LinkBeat): void {
    this.fields[inputFields.bpm] = beat.bpm;
    this.fields[inputFields.beat] = beat.beat;
    this.fields[inputFields.peers] = beat.peers;
    this.input(beat.at, 'link', { type: 'link', ...beat });
  }

  totals(): Totals {
    const values = new Float64Array(meterNames.length);
    this.shared.meters.read(values);
    const meter = (name: (typeof meterNames)[number]) => values[meterNames.indexOf(name)]!;
    return {
      ticks: meter('ticks'),
      notesOn: meter('notesOn'),
      notesOff: meter('notesOff'),
      misses: meter('misses'),
      fallbacks: meter('fallbacks'),
      latePlans: meter('latePlans'),
      droppedNotes: meter('droppedNotes'),
      sendErrors: meter('sendErrors'),
      modelRestarts: this.models.reduce((total, { restarts }) => total + restarts, 0),
      lateness: { p50: meter('latenessP50'), p99: meter('latenessP99'), max: meter('latenessMax') },
      predict: { p50: meter('predictP50'), p99: meter('predictP99'), max: meter('predictMax') },
    };
  }

  /** [bucketCount] how many notes left how late, as `core/histogram.ts` has it. */
  lateness(): Float64Array {
    return this.shared.lateness.slice();
  }

  private threadOf(part: number): ModelThread {
    return this.models[threadOf(part, this.models.length)]!;
  }

  private give(command: number, entry: Entry): void {
    this.fields[commandFields.command] = command;
    const { commands } = this.shared;
    if (commands.push(this.fields.subarray(0, commands.fields))) this.record(entry);
    wake(this.shared.words, words.clockWake);
  }

  private input(at: Micros, kind: (typeof inputKinds)[number], entry: Entry): void {
    this.fields[inputFields.kind] = inputKinds.indexOf(kind);
    this.fields[inputFields.micros] = at;
    const { input } = this.shared;
    if (input.push(this.fields.subarray(0, input.fields))) this.record(entry);
    wake(this.shared.words, words.clockWake);
  }

  private record(entry: Entry): void {
    this.options.record?.(entry);
  }

  private hear(event: PlayEvent): void {
    if (event.type !== 'turn' && event.type !== 'plan') this.record(event);
    this.options.event(event);
  }

  /**
   * Ends every note and stops, for a main that is about to die: it runs by itself when the process exits.
   * Blocks until the clock thread has done it, 200 ms at most; false when it has not.
   */
  endAllNotes(): boolean {
    const { words: view } = this.shared;
    if (!this.clock.alive) return false;
    const before = Atomics.load(view, words.silenced);
    Atomics.add(view, words.silence, 1);
    wake(view, words.clockWake);
    return Atomics.wait(view, words.silenced, before, silenceGrace) !== 'timed-out';
  }

  /** Ends every note, then all threads. */
  async stop(): Promise<Totals> {
    process.off('exit', this.atExit);
    Atomics.store(this.shared.words, words.quit, 1);
    wake(this.shared.words, words.clockWake);
    for (const lane of this.shared.lanes) wake(lane.wake);
    await Promise.all([this.clock, ...this.models].map((thread) => thread.end(endGrace)));
    this.events.close();
    return this.totals();
  }
}

/** Main only: it is the writer of this cell. */
export function writeLive(shared: Shared, values: Values, parts: number): void {
  const live = new Float64Array(liveCount(parts));
  packLive(values, live);
  shared.live.write(live);
}
