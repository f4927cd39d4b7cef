import { Fault } from '../../model/fault.js';
import type { CreatePlanSources, SourceInfo, SourceOptions } from '../../model/plan-source.js';
import { rehearse } from '../../model/rehearse.js';
import type { SwappingSource } from '../../model/swapping-source.js';
import { type PlainFault, plainFault } from '../../model/plain-fault.js';

/** From main to the model thread: the model that a part (from 0) is to have, under a number of its own. */
export interface LoadMessage {
  readonly type: 'load';
  readonly part: number;
  readonly number: number;
  readonly options: SourceOptions;
}

/** What comes of one: it is there and waits for its order, or cannot be; and, in the end, it plays. Nothing, where a newer one is asked for before it begins. */
export type LoadNews = { readonly part: number; readonly number: number } & (
  | { readonly state: 'loaded'; readonly info: SourceInfo }
  | { readonly state: 'refused'; readonly fault: PlainFault }
  | { readonly state: 'playing' }
);

/** A part of the model thread. */
export interface LoadingPart {
  readonly source: SwappingSource;
  readonly info: SourceInfo;
}

/** By number. */
export type LoadingParts = ReadonlyMap<number, LoadingPart>;

/** Models that parts are to change to, loaded on the model thread between its plans: one at a time, and of those that a part waits for the latest alone. */
export class ModelLoads {
  private loading = false;
  /** By part. */
  private readonly waiting = new Map<number, LoadMessage>();

  constructor(
    private readonly parts: LoadingParts,
    private readonly create: CreatePlanSources,
    private readonly tell: (news: LoadNews) => void,
  ) {}

  /** Some model is not there yet: it comes on while the event loop turns. */
  get busy(): boolean {
    return this.loading;
  }

  /** What main has asked for comes in its turn. Does not block. */
  add(message: LoadMessage): void {
    this.waiting.set(message.part, message);
    if (!this.loading) void this.loadAll();
  }

  /** Those too that come while it goes on. Never rejects. */
  private async loadAll(): Promise<void> {
    this.loading = true;
    for (const [part, message] of this.waiting) {
      this.waiting.delete(part);
      await this.load(message);
    }
    this.loading = false;
  }

  private async load({ part, number, options }: LoadMessage): Promise<void> {
    try {
      const [opened] = await this.create([options]);
      const { source, info } = opened!;
      const { info: before, source: place } = this.parts.get(part)!;
      if (info.grid !== before.grid || info.material !== before.material) {
        await source.close();
        throw new Fault('VOCABULARY_MISMATCH', `"${info.name}" plays ${describe(info)}`, {
          hint: `part ${part + 1} began with ${describe(before)}: take a model of those`,
        });
      }
      await rehearse([source]);
      await place.add(number, source);
      this.tell({ part, number, state: 'loaded', info });
    } catch (cause) {
      // Whatever is wrong with it, what plays is not to die of it.
      const fault =
        cause instanceof Fault
          ? cause
          : new Fault('MODEL_BROKEN', `${options.model} cannot be loaded: ${String(cause)}`);
      this.tell({ part, number, state: 'refused', fault: plainFault(fault) });
    }
  }
}

function describe({ material, grid }: SourceInfo): string {
  return `${material} on a grid of ${grid}`;
}
