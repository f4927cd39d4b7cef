import type { EngineChoice } from '../../model/engine/create-engine.js';
import { describeFault, type Fault } from '../../model/fault.js';
import type { ModelChoice, Recall, SourceInfo } from '../../model/plan-source.js';
import type { ModelData } from './model.js';
import type { SharedMemory } from './shared-layout.js';
import { Thread } from './thread.js';

export interface ModelThreadOptions extends EngineChoice {
  /** What each part plays. */
  readonly models: readonly ModelChoice[];
  readonly memory: SharedMemory;
  /** Module that exports `createPlanSources`. */
  readonly module: URL;
  /** What each part played, for a thread that takes over; undefined where nothing was. */
  readonly recalled: () => readonly (Recall | undefined)[];
  readonly warned: (text: string) => void;
  readonly died: (fault: Fault) => void;
}

/** Milliseconds before it is begun again: the first time at once, then ever later. */
const pauses = [0, 1000, 2000, 5000];
/** Milliseconds that a thread has to live for the next death to count as the first. */
const longLife = 60_000;

/**
 * The model thread, and after its death the next one, which goes on from what was played; meanwhile the clock plays
 * fallbacks. One that died on another engine than the plain one is not trusted with it again. Main only; does not block.
 */
export class ModelThread {
  /** How often it was begun again. */
  restarts = 0;

  private thread!: Thread<readonly SourceInfo[]>;
  private ending = false;
  private deaths = 0;
  private bornAt = performance.now();
  private timer: NodeJS.Timeout | undefined;

  /** Rejects with a Fault where the first cannot begin. */
  static async start(options: ModelThreadOptions): Promise<ModelThread> {
    const made = new ModelThread(options);
    made.thread = await made.begin(options, options.recalled());
    return made;
  }

  private constructor(private readonly options: ModelThreadOptions) {}

  /** What each part plays. */
  get infos(): readonly SourceInfo[] {
    return this.thread.ready;
  }

  async end(grace: number): Promise<void> {
    this.ending = true;
    clearTimeout(this.timer);
    await this.thread.end(grace);
  }

  private begin(
    { engine, device }: EngineChoice,
    recalled: readonly (Recall | undefined)[],
  ): Promise<Thread<readonly SourceInfo[]>> {
    const { memory, module, models, warned } = this.options;
    const data: ModelData = {
      memory,
      module: module.href,
      options: models.map((choice, part) => ({
        ...choice,
        engine,
        device,
        recall: recalled[part],
      })),
    };
    return Thread.start<readonly SourceInfo[]>({
      name: 'model',
      entry: new URL('./model.js', import.meta.url),
      data,
      warned,
      died: (fault) => {
        this.options.died(fault);
        this.again();
      },
    });
  }

  private again(): void {
    if (this.ending) return;
    if (performance.now() - this.bornAt > longLife) this.deaths = 0;
    const pause = pauses[Math.min(this.deaths, pauses.length - 1)];
    this.deaths += 1;
    this.timer = setTimeout(() => void this.takeOver(), pause);
  }

  private async takeOver(): Promise<void> {
    const { engine, device, recalled, warned } = this.options;
    const how = this.deaths > 1 ? plain : { engine, device };
    try {
      const thread = await this.begin(how, recalled());
      if (this.ending) {
        await thread.end(0);
        return;
      }
      this.thread = thread;
      this.bornAt = performance.now();
      this.restarts += 1;
      const { engine: on, device: where } = thread.ready[0]!;
      warned(`The model thread plays on, on ${on} (${where}).`);
    } catch (fault) {
      warned(`The model thread cannot begin again: ${describeFault(fault as Fault)}`);
      this.again();
    }
  }
}

/** What runs on every machine. */
const plain = { engine: 'ort', device: 'cpu' };
