import type { Order } from '../../model/orders.js';
import { Fault } from '../../model/fault.js';
import type { PlanSource, Recall } from '../../model/plan-source.js';
import type { Micros } from './clock.js';
import { AskedThread } from './asked-thread.js';
import type { ConductorOutput } from './conductor-output.js';
import {
  type EnterEntry,
  type Entry,
  type KeyEntry,
  type LaunchEntry,
  type LinkEntry,
  type ModelEntry,
  type PassEntry,
  type RealTimeEntry,
  type TakesOverEntry,
  writeEntry,
} from './journal-entry.js';
import { isTempo } from './link/link-timeline.js';
import { liveCount, packLive } from './live-values.js';
import { partsOfThread, threadOf } from './model-threads.js';
import { type Compared, NoteComparison } from './note-comparison.js';
import { isInRange } from './parse-settings.js';
import { findRow } from './part-settings.js';
import { Session, type SessionParts, type TransportCommand } from './session.js';
import type { Values } from './setting.js';
import { settings } from './settings.js';
import { TakeSource } from './take-source.js';

/** Clocks, ticks and notes of one pass: a box that sent its clock for a day, with nobody there, has no more. */
const mostSteps = 5_000_000;
/** Requests to a model that answers none: an hour of sixteenths. */
const mostWaiting = 30_000;

type Source = Pick<PlanSource, 'next' | 'recall' | 'reset'>;

/**
 * A recorded session again, in virtual time: the same session is told the same, at the same instants, its model is asked the
 * same, and what it plays is compared with what the journal says was played. Memory does not grow with the session.
 */
export class Replay {
  private session: Session | undefined;
  private readonly live: Float64Array;
  /** All live settings as each change left them, from the `first`th on; a pass names the one it took. */
  private settings: Values[];
  private first = 1;
  private due: Micros = Infinity;
  private readonly sources: TakeSource[];
  private readonly commands: (
    TransportCommand | { readonly part: number; readonly order: Order }
  )[] = [];
  private readonly inputs: (KeyEntry | RealTimeEntry | LinkEntry | LaunchEntry)[] = [];
  private readonly recalls = new Map<number, Recall>();
  /** Where it comes in with the first pass, in the place of another. */
  private entry: EnterEntry | undefined;
  /** What each model thread was asked. */
  private readonly requests: readonly AskedThread[];
  private readonly comparison = new NoteComparison();
  /** Of the pass under way. */
  private steps = 0;
  private line = '';

  /** `values` are the settings that the session began with; `sources` has the model of each part. */
  constructor(
    private readonly parts: SessionParts,
    values: Values,
    sources: readonly Source[],
    /** How many model threads there were. */
    private readonly threads = 1,
    /** Loads what a part changes to, for its source to take up. */
    private readonly load: (entry: ModelEntry) => Promise<void> = () => Promise.resolve(),
    /** Loads anew what the parts of a thread play, in order: as a thread does that goes on for another. */
    private readonly renew: (
      parts: readonly number[],
      entry: TakesOverEntry,
    ) => Promise<Source[]> = (parts) => Promise.resolve(parts.map((part) => sources[part]!)),
  ) {
    this.settings = [values];
    this.live = new Float64Array(liveCount(parts.length));
    // A journal may have lost the line that has them in force.
    packLive(values, this.live);
    this.sources = sources.map((source) => new TakeSource(source, this.recalls));
    this.requests = Array.from({ length: threads }, () => new AskedThread());
  }

  /** The next entry of the journal. Fault FILE_UNREADABLE where one of damaged times would be played for ever. */
  async add(entry: Entry): Promise<void> {
    switch (entry.type) {
      case 'values':
        this.line = writeEntry(entry);
        for (const [name, value] of Object.entries(entry.values))
          if (!isWithin(name, value)) throw this.endless();
        this.settings.push({ ...this.settings.at(-1), ...entry.values });
        break;
      case 'command':
        this.commands.push(entry.command);
        break;
      case 'order': {
        const { part, kind, a, b } = entry;
        this.commands.push({ part, order: { kind, a, b } });
        break;
      }
      case 'model':
        await this.load(entry);
        break;
      case 'recall':
        this.recalls.set(entry.id, entry.recall);
        break;
      case 'key':
      case 'real-time':
        this.inputs.push(entry);
        break;
      case 'link':
      case 'launch':
        this.checkTempo(entry);
        this.inputs.push(entry);
        break;
      case 'enter':
        this.checkTempo(entry);
        this.entry = entry;
        break;
      case 'goes-on':
        this.sources[entry.part]?.goOn(entry.recall);
        break;
      case 'takes-over':
        await this.takeOver(entry);
        break;
      case 'pass':
        await this.pass(entry);
        break;
      case 'note':
        this.comparison.recorded(entry);
        break;
      case 'end':
        this.comparison.end();
        break;
      case 'tick':
      case 'transport':
      case 'clock':
        break;
    }
  }

  /** After the last entry. */
  result(): Compared {
    return this.comparison.result();
  }

  private async pass(entry: PassEntry): Promise<void> {
    const { now, since, live, commands, inputs, unheard, plans, morePlans = 0 } = entry;
    this.steps = 0;
    this.line = writeEntry(entry);
    if (live > 0) packLive(this.settingsOf(live), this.live);
    this.session ??= new Session(this.parts, this.live, this.output);
    const { session } = this;
    // Exactly when it asks: the thread was on time where the journal does not say otherwise.
    while (this.due <= since) {
      this.step();
      this.due = session.advance(this.due);
    }
    if (live > 0) session.set(this.live, now);
    if (this.entry !== undefined) session.enter(this.entry);
    this.entry = undefined;
    for (const command of this.commands.splice(0, commands)) {
      if (typeof command === 'string') session.command(command, now);
      else session.order(command.part, command.order);
    }
    for (const [at, input] of this.inputs.splice(0, inputs).entries()) {
      if (Math.floor(unheard / 2 ** at) % 2 === 1) continue;
      if (input.type === 'key') session.key(input.pitch, input.velocity, input.at, input.channel);
      else if (input.type === 'link') session.link(input, now);
      else if (input.type === 'launch') session.launch(input.bpm, input.at, now);
      else session.realTime(input.kind, input.position, input.at);
    }
    const [first, second] = this.requests;
    for (const request of [...first!.answer(plans), ...(second?.answer(morePlans) ?? [])]) {
      const { part, take } = request;
      session.plan(await this.sources[part]!.next(request), take, part, now);
    }
    this.due = session.advance(now);
  }

  private async takeOver(entry: TakesOverEntry): Promise<void> {
    const { thread, parts: told } = entry;
    const parts = partsOfThread(thread, this.threads, this.parts.length);
    for (const [at, source] of (await this.renew(parts, entry)).entries()) {
      const taken = new TakeSource(source, this.recalls);
      const recall = told[at]?.recall ?? null;
      if (recall !== null) taken.goOn(recall);
      this.sources[parts[at]!] = taken;
    }
    this.requests[thread]?.takeOver(entry, parts);
  }

  private checkTempo(entry: LinkEntry | LaunchEntry | EnterEntry): void {
    this.line = writeEntry(entry);
    if (!isTempo(60_000_000 / entry.bpm)) throw this.endless();
  }

  private settingsOf(version: number): Values {
    this.settings.splice(0, version - this.first);
    this.first = version;
    return this.settings[0] ?? {};
  }

  private readonly output: ConductorOutput = {
    sends: [() => this.step()],
    request: (request) => {
      const thread = this.requests[threadOf(request.part, this.threads)]!;
      if (thread.length > mostWaiting) throw this.endless();
      return thread.ask(request);
    },
    noteSent: (note) => this.comparison.replayed(note),
    tickBegun: () => this.step(),
    turnBegun: () => undefined,
    transport: () => undefined,
  };

  private step(): void {
    this.steps += 1;
    if (this.steps > mostSteps) throw this.endless();
  }

  private endless(): Fault {
    return new Fault('FILE_UNREADABLE', `the journal is damaged: ${this.line} has no end`, {
      hint: 'what was played can be had all the same: ghostnote replay SESSION -o FILE.mid',
    });
  }
}

/** A number that its setting can have: at a tempo far beyond, ticks are too many to be counted one by one. */
function isWithin(name: string, value: unknown): boolean {
  const setting = findRow(name, settings);
  return setting?.type !== 'number' || isInRange(setting, value);
}
