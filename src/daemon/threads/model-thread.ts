import { type EngineChoice, plainEngine } from '../../model/engine.js';
import { describeFault, type Fault } from '../../model/fault.js';
import type { ModelChoice, Recall, SourceInfo, SourceOptions } from '../../model/plan-source.js';
import type { TakesOverEntry } from '../core/journal-entry.js';
import type { ModelCue, ModelData, ModelMessage, RecallMessage } from './model.js';
import { PartModels, type SwapNews, type Wish } from './part-models.js';
import { requestFields } from './plan-record.js';
import { Ring } from './ring.js';
import { type SharedMemory, wake } from './shared-layout.js';
import { Thread } from './thread.js';

export interface ModelThreadOptions extends EngineChoice {
  /** Which of the model threads it is, and its parts; all count from 0. */
  readonly thread: number;
  readonly parts: readonly number[];
  /** What each part plays, of all threads. */
  readonly models: readonly ModelChoice[];
  /** As `SourceOptions` has it. */
  readonly spares?: string | undefined;
  readonly memory: SharedMemory;
  /** Module that exports `createPlanSources`. */
  readonly module: URL;
  /** When this resolves the first of them may be ready: it has loaded all that it needs. */
  readonly cue: Promise<unknown>;
  /** What each part played, for a thread that takes over: asked when that has loaded. */
  readonly recalled: () => ModelCue;
  /** One takes over, for the journal. */
  readonly tookOver: (entry: TakesOverEntry) => void;
  readonly warned: (text: string) => void;
  readonly died: (fault: Fault) => void;
  /** What becomes of a model that a part was to change to. */
  readonly swap: (news: SwapNews) => void;
}

/** As a journal keeps it. */
export function recordedRecall({ ticks, ticksPerBar, manner }: Recall): Recall {
  const { tempo, style, transpose = 0 } = manner;
  return { ticks, ticksPerBar, manner: { tempo, style, transpose } };
}

/** Milliseconds before it is begun again: the first time at once, then ever later. */
const pauses = [0, 1000, 2000, 5000];
/** Milliseconds that a thread has to live for the next death to count as the first. */
const longLife = 60_000;

/**
 * One of the model threads, and after its death the next one, which goes on from what was played; meanwhile the clock plays
 * fallbacks. The next one is on the plain engine, whatever the one before died of. Main only; does not block.
 */
export class ModelThread {
  /** How often it was begun again, or should have been. */
  restarts = 0;

  private thread!: Thread<readonly SourceInfo[]>;
  private ending = false;
  private deaths = 0;
  private bornAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  /** Why it could not be begun again, as it was last said. */
  private complaint = '';
  private readonly models: PartModels;
  /** By part, the last that it was to recall: the next one may find the order for it. */
  private readonly recalls = new Map<number, RecallMessage>();
  /** To the one that plays, or is about to. */
  private tell: (message: ModelMessage) => void = () => undefined;
  private how: EngineChoice;

  /** Rejects with a Fault where the first cannot begin. */
  static async start(options: ModelThreadOptions): Promise<ModelThread> {
    const made = new ModelThread(options);
    made.play(await made.begin(options.cue));
    return made;
  }

  private constructor(private readonly options: ModelThreadOptions) {
    const { parts, models, swap } = options;
    this.models = new PartModels(parts, models, swap);
    this.how = options;
  }

  /** What one of its parts plays. */
  info(part: number): SourceInfo {
    return this.models.info(part);
  }

  /** False while a dead one is replaced. */
  get alive(): boolean {
    return this.thread.alive;
  }

  /** Loads what a part is to change to, while it plays on. */
  load(part: number, choice: ModelChoice): void {
    this.askFor(this.models.wish(part, choice));
    this.wake();
  }

  /** What `part` is to recall when its next request has the order for it. */
  recall(part: number, { id, recall }: Omit<RecallMessage, 'type'>): void {
    const message: RecallMessage = { type: 'recall', id, recall };
    this.recalls.set(part, message);
    this.tell(message);
    this.wake();
  }

  async end(grace: number): Promise<void> {
    this.ending = true;
    clearTimeout(this.timer);
    await this.thread.end(grace);
  }

  private begin(
    cue: Promise<unknown>,
    cued: (cue: ModelCue) => void = () => undefined,
  ): Promise<Thread<readonly SourceInfo[]>> {
    const { memory, thread: number, parts, module, recalled, warned } = this.options;
    const data: ModelData = {
      memory,
      thread: number,
      parts,
      module: module.href,
      options: this.models.toBegin.map((choice) => this.optionsOf(choice)),
    };
    return Thread.start<readonly SourceInfo[]>({
      name: 'model',
      entry: new URL('./model.js', import.meta.url),
      data,
      waits: (tell) => {
        cue.then(
          () => {
            const told = recalled();
            tell(told);
            cued(told);
            this.tell = tell;
            for (const recall of this.recalls.values()) tell(recall);
            for (const wish of this.models.toLoad) this.askFor(wish);
            this.wake();
          },
          () => undefined,
        );
      },
      warned,
      load: (news) => this.models.hear(news),
      moved: (to) => {
        // What it loads from now on is not to go back.
        this.how = to;
        this.models.move(to);
      },
      died: (fault) => {
        this.options.died(fault);
        this.models.died();
        this.again();
      },
    });
  }

  private play(thread: Thread<readonly SourceInfo[]>): void {
    this.thread = thread;
    this.models.begun(thread.ready);
  }

  private askFor({ number, part, choice }: Wish): void {
    this.tell({ type: 'load', part, number, options: this.optionsOf(choice) });
  }

  private optionsOf(choice: ModelChoice): SourceOptions {
    const { engine, device } = this.how;
    return { ...choice, engine, device, spares: this.options.spares };
  }

  /** There is a message for it. */
  private wake(): void {
    const { memory, thread } = this.options;
    wake(new Int32Array(memory.lanes[thread]!.wake));
  }

  private again(): void {
    if (this.ending) return;
    if (performance.now() - this.bornAt > longLife) this.deaths = 0;
    const pause = pauses[Math.min(this.deaths, pauses.length - 1)];
    this.deaths += 1;
    this.timer = setTimeout(() => void this.takeOver(), pause);
  }

  private get requests(): Ring {
    const { memory, thread } = this.options;
    return new Ring(memory.lanes[thread]!.requests, requestFields);
  }

  private async takeOver(): Promise<void> {
    const { warned } = this.options;
    this.how = plainEngine;
    this.restarts += 1;
    try {
      const choices = this.models.toBegin;
      const { taken } = this.requests;
      const thread = await this.begin(Promise.resolve(), (cue) => {
        const parts = this.options.parts.map((part, at) => {
          const told = cue[part];
          const recall = told === undefined ? null : recordedRecall(told);
          return { ...choices[at]!, next: told?.next ?? 0, recall };
        });
        const { thread: number, tookOver } = this.options;
        tookOver({ type: 'takes-over', thread: number, taken, asked: this.requests.put, parts });
      });
      if (this.ending) {
        await thread.end(0);
        return;
      }
      this.bornAt = performance.now();
      this.complaint = '';
      this.play(thread);
      const { engine: on, device: where } = thread.ready[0]!;
      warned(`The model thread plays on, on ${on} (${where}).`);
    } catch (fault) {
      const complaint = describeFault(fault as Fault);
      if (complaint !== this.complaint)
        warned(`The model thread cannot begin again, so the last bar goes on: ${complaint}`);
      this.complaint = complaint;
      this.again();
    }
  }
}
