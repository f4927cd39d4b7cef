import { type EngineChoice, plainEngine } from '../../model/engine.js';
import { describeFault, Fault } from '../../model/fault.js';
import type { ModelChoice, SourceInfo, SourceOptions } from '../../model/plan-source.js';
import type { ModelCue, ModelData, ModelMessage, RecallMessage } from './model.js';
import type { LoadNews } from './model-loads.js';
import { type SharedMemory, wake } from './shared-layout.js';
import { faultOf, Thread } from './thread.js';

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
  readonly warned: (text: string) => void;
  readonly died: (fault: Fault) => void;
  /** What becomes of a model that a part was to change to. */
  readonly swap: (news: SwapNews) => void;
}

/** A part (from 0) can change to a model by the order `swap` with its number; has done so; or cannot. */
export type SwapNews = { readonly part: number } & (
  | {
      readonly state: 'loaded';
      readonly number: number;
      readonly choice: ModelChoice;
      readonly info: SourceInfo;
    }
  | { readonly state: 'playing' }
  | { readonly state: 'refused'; readonly fault: Fault }
);

interface Load {
  readonly part: number;
  readonly choice: ModelChoice;
  info?: SourceInfo;
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
  /** What each part plays, and the models that parts are yet to change to, by number. */
  private readonly models: ModelChoice[];
  private readonly loads = new Map<number, Load>();
  /** By part, the last that it was to recall: the next one may find the order for it. */
  private readonly recalls = new Map<number, RecallMessage>();
  /** To the one that plays, or is about to. */
  private tell: (message: ModelMessage) => void = () => undefined;
  private how: EngineChoice;
  private lastLoad = 0;
  private playing = new Map<number, SourceInfo>();

  /** Rejects with a Fault where the first cannot begin. */
  static async start(options: ModelThreadOptions): Promise<ModelThread> {
    const made = new ModelThread(options);
    made.play(await made.begin(options.cue));
    return made;
  }

  private constructor(private readonly options: ModelThreadOptions) {
    this.models = [...options.models];
    this.how = options;
  }

  /** What one of its parts plays. */
  info(part: number): SourceInfo {
    return this.playing.get(part)!;
  }

  /** False while a dead one is replaced. */
  get alive(): boolean {
    return this.thread.alive;
  }

  /** Loads what a part is to change to, while it plays on. */
  load(part: number, choice: ModelChoice): void {
    this.lastLoad += 1;
    this.loads.set(this.lastLoad, { part, choice });
    this.askFor(this.lastLoad);
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

  private begin(cue: Promise<unknown>): Promise<Thread<readonly SourceInfo[]>> {
    const { memory, thread: number, parts, module, recalled, warned } = this.options;
    const data: ModelData = {
      memory,
      thread: number,
      parts,
      module: module.href,
      options: parts.map((part) => this.optionsOf(this.models[part]!)),
    };
    return Thread.start<readonly SourceInfo[]>({
      name: 'model',
      entry: new URL('./model.js', import.meta.url),
      data,
      waits: (tell) => {
        cue.then(
          () => {
            tell(recalled());
            this.tell = tell;
            for (const recall of this.recalls.values()) tell(recall);
            for (const [number, { info }] of this.loads)
              if (info === undefined) this.askFor(number);
            this.wake();
          },
          () => undefined,
        );
      },
      warned,
      load: (news) => this.hear(news),
      moved: (to) => this.move(to),
      died: (fault) => {
        this.options.died(fault);
        this.refuseLoads();
        this.again();
      },
    });
  }

  private play(thread: Thread<readonly SourceInfo[]>): void {
    this.thread = thread;
    const { parts } = this.options;
    this.playing = new Map(parts.map((part, at) => [part, thread.ready[at]!]));
    // Those that were loaded play already: a thread that begins anew waits for no bar line.
    for (const [number, { part, info }] of this.loads)
      if (info !== undefined) this.arrive(number, part, info);
  }

  private askFor(number: number): void {
    const { part, choice } = this.loads.get(number)!;
    this.tell({ type: 'load', part, number, options: this.optionsOf(choice) });
    this.wake();
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

  private hear(news: LoadNews): void {
    const load = this.loads.get(news.number);
    if (load === undefined) return;
    const { part, choice } = load;
    // Those before it that are not loaded never will be.
    for (const [each, { part: of, info }] of this.loads)
      if (each < news.number && of === part && info === undefined) this.loads.delete(each);
    switch (news.state) {
      case 'loaded':
        load.info = news.info;
        this.models[part] = choice;
        this.options.swap({ ...news, choice });
        break;
      case 'playing':
        this.arrive(news.number, part, load.info!);
        break;
      case 'refused':
        this.loads.delete(news.number);
        this.options.swap({ part, state: 'refused', fault: faultOf(news.fault) });
        break;
    }
  }

  /** All its parts: the device is theirs together, and what they load from now on is not to go back to it. */
  private move(to: EngineChoice): void {
    this.how = to;
    for (const [part, info] of this.playing) this.playing.set(part, { ...info, ...to });
  }

  private arrive(number: number, part: number, info: SourceInfo): void {
    // Those that it overtook never will.
    for (const [each, load] of this.loads)
      if (each <= number && load.part === part && load.info !== undefined) this.loads.delete(each);
    this.playing.set(part, info);
    this.options.swap({ part, state: 'playing' });
  }

  /** One of them may be what the thread died of: the next one would, too. */
  private refuseLoads(): void {
    for (const [number, { part, choice, info }] of this.loads) {
      if (info !== undefined) continue;
      this.loads.delete(number);
      const fault = new Fault('THREAD_DIED', `The model thread died as it loaded ${choice.model}`, {
        hint: 'load another; that one may be damaged, or too large for this machine',
      });
      this.options.swap({ part, state: 'refused', fault });
    }
  }

  private again(): void {
    if (this.ending) return;
    if (performance.now() - this.bornAt > longLife) this.deaths = 0;
    const pause = pauses[Math.min(this.deaths, pauses.length - 1)];
    this.deaths += 1;
    this.timer = setTimeout(() => void this.takeOver(), pause);
  }

  private async takeOver(): Promise<void> {
    const { warned } = this.options;
    this.how = plainEngine;
    this.restarts += 1;
    try {
      const thread = await this.begin(Promise.resolve());
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
