import type { Order } from '../../model/orders.js';
import type { ModelChoice, Played, Recall, SourceInfo } from '../../model/plan-source.js';
import type { Micros } from '../core/clock.js';
import type { CommandEntry, Entry, OrderEntry } from '../core/journal-entry.js';
import type { RealTime } from '../core/real-time.js';
import { beatsPerBarOf, controlsOf, liveCount, packLive } from '../core/live-values.js';
import type { LinkBeat } from '../core/link-follow.js';
import { threadOf } from '../core/model-threads.js';
import type { PartPorts } from '../core/part-ports.js';
import { PlayedWindow } from '../core/played-window.js';
import type { TransportCommand } from '../core/session.js';
import type { Values } from '../core/setting.js';
import type { ClockBegin } from './clock.js';
import { CommandRecord } from './command-record.js';
import type { Cue } from './cue.js';
import { type Input, InputRecord } from './input-record.js';
import type { ModelThread } from './model-thread.js';
import type { SwapNews } from './part-models.js';
import { type PlayEvent, type PlayEventHooks, PlayEvents } from './play-events.js';
import { meterNames, type Shared, wake, words } from './shared-layout.js';
import { type PortState, Thread } from './thread.js';
import { readTotals, type Totals } from './totals.js';

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
  readonly struck: PlayEventHooks['struck'];
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
  private readonly commandRecord = new CommandRecord();
  private readonly inputRecord = new InputRecord();
  private live: Values;
  private readonly meters = new Float64Array(meterNames.length);
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
    this.live = options.values;
    this.events = new PlayEvents(shared, {
      label: options.label,
      event: (event) => this.hear(event),
      struck: options.struck,
      pass: (pass) => this.record(pass),
    });
    process.once('exit', this.atExit);
    const parts = this.infos.map(({ grid, material }, part) => ({
      grid,
      material,
      port: this.outputs.of[part]!,
    }));
    const entry = options.resume?.entry();
    if (entry !== undefined) this.record({ type: 'enter', ...entry });
    clock.tell({ parts, entry } satisfies ClockBegin);
  }

  /** What each part plays now, and on what. */
  get infos(): readonly SourceInfo[] {
    return this.options.windows.map((_, part) => this.threadOf(part).info(part));
  }

  /** Taken up by the clock thread within a millisecond or so. */
  command(command: TransportCommand): void {
    this.give({ type: 'command', command });
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
    this.give({ type: 'order', part, kind, a, b });
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
    const { tempo, style, transpose } = controlsOf(live, part);
    if (played.ticks.length === 0) return;
    const recall: Recall = { ...played, manner: { tempo, style, transpose } };
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
    this.input({ type: 'key', pitch, velocity, at, channel });
  }

  /** Another machine's clock or transport; `position` is in sixteenths, and 0 where the message has none. */
  realTime(kind: RealTime, position: number, at: Micros): void {
    this.input({ type: 'real-time', kind, position, at });
  }

  /** What a Link session is from now on. */
  link(beat: LinkBeat): void {
    this.input({ type: 'link', ...beat });
  }

  /** A player counted it in: it plays from the top at `at`, as `Session.launch` has it. */
  launch(bpm: number, at: Micros): void {
    this.input({ type: 'launch', bpm, at });
  }

  /** Hands on all that has happened so far. */
  hearAll(): void {
    this.events.drain();
  }

  totals(): Totals {
    const restarts = this.models.reduce((total, model) => total + model.restarts, 0);
    return readTotals(this.shared, this.meters, restarts);
  }

  /** [bucketCount] how many notes left how late, as `core/histogram.ts` has it. */
  lateness(): Float64Array {
    return this.shared.lateness.slice();
  }

  private threadOf(part: number): ModelThread {
    return this.models[threadOf(part, this.models.length)]!;
  }

  private give(entry: CommandEntry | OrderEntry): void {
    this.commandRecord.write(entry);
    if (this.shared.commands.push(this.commandRecord.numbers)) this.record(entry);
    wake(this.shared.words, words.clockWake);
  }

  private input(entry: Input): void {
    this.inputRecord.write(entry);
    if (this.shared.input.push(this.inputRecord.numbers)) this.record(entry);
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
