import type { EngineChoice } from '../../model/engine.js';
import { Fault } from '../../model/fault.js';
import type { ModelChoice, SourceInfo } from '../../model/plan-source.js';
import type { LoadNews } from './model-loads.js';
import { faultOf } from '../../model/plain-fault.js';

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

/** A model that a part is to change to. */
export interface Wish {
  readonly number: number;
  readonly part: number;
  readonly choice: ModelChoice;
}

/** What the parts of a model thread play, from one thread to the next, and what they are yet to change to. Main only. */
export class PartModels {
  private readonly choices: Map<number, ModelChoice>;
  private playing: ReadonlyMap<number, SourceInfo> = new Map();
  /** By number; with what it plays, where it is loaded. */
  private readonly wishes = new Map<number, Wish & { info?: SourceInfo }>();
  private last = 0;

  /** What each of the `parts` begins with; `tell` is told what becomes of each change. */
  constructor(
    private readonly parts: readonly number[],
    models: readonly ModelChoice[],
    private readonly tell: (news: SwapNews) => void,
  ) {
    this.choices = new Map(parts.map((part) => [part, models[part]!]));
  }

  /** Of each part in turn, what a thread is to begin with. */
  get toBegin(): readonly ModelChoice[] {
    return [...this.choices.values()];
  }

  /** What is neither loaded nor refused. */
  get toLoad(): readonly Wish[] {
    return [...this.wishes.values()].filter(({ info }) => info === undefined);
  }

  info(part: number): SourceInfo {
    return this.playing.get(part)!;
  }

  wish(part: number, choice: ModelChoice): Wish {
    const wish = { number: (this.last += 1), part, choice };
    this.wishes.set(wish.number, wish);
    return wish;
  }

  /** A thread has begun. It plays what was loaded: one that begins anew waits for no bar line. */
  begun(infos: readonly SourceInfo[]): void {
    this.playing = new Map(this.parts.map((part, at) => [part, infos[at]!]));
    for (const { number, part, info } of this.wishes.values())
      if (info !== undefined) this.arrive(number, part, info);
  }

  hear(news: LoadNews): void {
    const wish = this.wishes.get(news.number);
    if (wish === undefined) return;
    const { part, choice, number } = wish;
    // Those before it that are not loaded never will be.
    for (const each of this.toLoad)
      if (each.part === part && each.number < number) this.wishes.delete(each.number);
    switch (news.state) {
      case 'loaded':
        wish.info = news.info;
        this.choices.set(part, choice);
        this.tell({ ...news, choice });
        break;
      case 'playing':
        this.arrive(number, part, wish.info!);
        break;
      case 'refused':
        this.refuse(wish, faultOf(news.fault));
        break;
    }
  }

  /** All parts: the device is theirs together. */
  move(to: EngineChoice): void {
    this.playing = new Map([...this.playing].map(([part, info]) => [part, { ...info, ...to }]));
  }

  /** The thread died, maybe of one that it was to load: the next one would, too. */
  died(): void {
    for (const wish of this.toLoad) {
      const { model } = wish.choice;
      const fault = new Fault(
        'THREAD_DIED',
        `The model thread died before it had loaded ${model}`,
        {
          hint: 'load it again; if that ends the same way, it is damaged, or too large for this machine',
        },
      );
      this.refuse(wish, fault);
    }
  }

  private refuse({ number, part }: Wish, fault: Fault): void {
    this.wishes.delete(number);
    this.tell({ part, state: 'refused', fault });
  }

  private arrive(number: number, part: number, info: SourceInfo): void {
    // Those that it overtook never will.
    for (const each of this.wishes.values())
      if (each.number <= number && each.part === part && each.info !== undefined)
        this.wishes.delete(each.number);
    this.playing = new Map(this.playing).set(part, info);
    this.tell({ part, state: 'playing' });
  }
}
