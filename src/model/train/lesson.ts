import type { Architecture } from '../net/architecture.js';
import type { Graph } from '../net/graph.js';
import type { Rng } from '../rng.js';

/** An array, with its dimensions. */
export interface Fed {
  readonly data: Float32Array | Int32Array;
  readonly dims: readonly number[];
}
export type Feeds = Readonly<Record<string, Fed>>;

/** What is particular to one kind of network in training. The trainer, its checkpoints and its engine are the same for all. */
export interface Lesson {
  readonly architecture: Architecture;
  /** B windows to a step, and the share of a layer that is left out. */
  readonly settings: { readonly B: number; readonly dropout: number };
  /** Dimensions of `carried`, where a step takes what the step before gave as `carried_next`: at first, zeros. */
  readonly carried?: readonly number[];
  /**
   * The graph of one step. It takes `params`, `m`, `v`, what `adamFeeds` gives, and what `Work` feeds, and gives `loss`, mean
   * nats a target, and what adam.ts gives.
   */
  graph(): Graph;
  /** One epoch in a random order, each step's work made as it is asked for. */
  epoch(rng: Rng): { readonly steps: number; readonly work: Iterable<Work> };
}

export interface Work {
  readonly feeds: Feeds;
  /** Targets that count. */
  readonly targets: number;
}

/** Dropout: zeros with probability `rate`, else 1 / (1 - rate), so that the mean stays. */
export function dropMask(dims: readonly number[], rate: number, rng: Rng): Fed {
  const length = dims.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length }, () => (rng.next() < rate ? 0 : 1 / (1 - rate)));
  return { data, dims };
}

export function scalar(value: number): Fed {
  return { data: Float32Array.of(value), dims: [] };
}
