import type { CodecSpec, HeardNote } from './codec/codec.js';
import type { EngineChoice } from './engine.js';
import type { NamedInput } from './features.js';
import type { Order } from './orders.js';
import type { Controls, PlannedNote, TickPlan } from './tick.js';

/** All that a plan is made from: what is known half a tick before its tick is due, when it is asked for. */
export interface PlanRequest {
  /** Ticks since the transport started; the first is 0. */
  readonly tick: number;
  /** Of `tick` in its bar, from 0. */
  readonly position: number;
  /** Length of that bar. */
  readonly ticksPerBar: number;
  /** What a player began at `tick` - 1; null where nobody plays and the window feeds on its own output. */
  readonly heard: readonly HeardNote[] | null;
  /** Some key of the player is down. */
  readonly held: boolean;
  /** What was really played at `tick` - 1, where it is not the plan last given. */
  readonly played: TickPlan | null;
  /** The plan waits for a player's tap, so it is to begin something: it is drawn from the tokens with an onset alone. */
  readonly armed: boolean;
  /** The settings as they stand when it is asked for. */
  readonly controls: Controls;
  /** To be obeyed before the plan is made, in this order; `mostOrders` at most. */
  readonly orders: readonly Order[];
}

/** Gives one plan a tick, a function of its requests alone. Its calls never overlap, and come in the order of ticks; a tick may be left out. */
export interface PlanSource {
  /** Urgent: one step and a sample. Right with or without `prepare` before it, only slower without. */
  next(request: PlanRequest): Promise<TickPlan>;
  /** Not urgent: gets ready for the tick after the last `next`. */
  prepare(): Promise<void>;
  /**
   * Not urgent: what it intends for the `ticks` after the last `next`, one after the other, if nobody plays and nothing is set.
   * Near enough, not exact. To be left at any of them; of use until the next `next`.
   */
  foresee(ticks: number): AsyncIterable<TickPlan>;
  /** Its window is what `recall` says was played, whatever was: the next `next` goes on from there, where it is the first or has the order. */
  recall(recall: Recall): void;
  /** Back to an empty window and to the first random draw: the transport is about to start again. */
  reset(): void;
  close(): Promise<void>;
}

/** A source that can take the place of another, as another can take its own. */
export interface Successor extends PlanSource {
  readonly past: Past;
  /** Goes on where `past` ends, as far as its vocabulary goes, with nothing learned: before its first `next`. */
  follow(past: Past): void;
}

/** What a source was fed. */
export interface Past {
  readonly codec: CodecSpec;
  /** In order; the last of them comes next, if nobody plays. */
  readonly inputs: readonly NamedInput[];
}

/** What it runs on; crosses threads, so it is plain data. */
export interface SourceInfo extends EngineChoice {
  /** Name of the model, for people. */
  readonly name: string;
  readonly material: CodecSpec['material'];
  /** Ticks to a whole note. */
  readonly grid: number;
  /** It knows no styles: to tell it one changes nothing. */
  readonly styleless?: boolean;
}

/** What a part plays. */
export interface ModelChoice {
  /** Model folder. */
  readonly model: string;
  /** Folder of a second model, to blend in; none where it is empty or left out. */
  readonly blendModel?: string | undefined;
}

export interface SourceOptions extends ModelChoice, EngineChoice {
  /** Folder of the copies that were kept of models, for one that cannot be read any more. */
  readonly spares?: string | undefined;
}

/** What a tick played. */
export interface PlayedTick {
  readonly token: string;
  readonly notes: readonly PlannedNote[];
}

/** What a part played, from a bar line on. */
export interface Played {
  /** In order, the first at the top of a bar. */
  readonly ticks: readonly PlayedTick[];
  readonly ticksPerBar: number;
}

export interface Recall extends Played {
  readonly manner: Pick<Controls, 'tempo' | 'style'> & Partial<Pick<Controls, 'transpose'>>;
}

/**
 * What the module that a model thread loads exports as `createPlanSources`: a source for each part of the thread. Calls of
 * one may overlap those of another. Throws `Fault`.
 */
export type CreatePlanSources = (
  options: readonly SourceOptions[],
  told?: SourceHooks,
) => Promise<readonly OpenSource[]>;

export interface SourceHooks {
  /** Takes a line for people. */
  readonly warn: (text: string) => void;
  /** What sources ran on has failed: they run on this now. */
  readonly moved: (to: EngineChoice) => void;
}

export interface OpenSource {
  readonly source: Successor;
  readonly info: SourceInfo;
}
