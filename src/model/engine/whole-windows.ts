import type { State, Windows } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { stateTable, type StateEntry } from '../net/states.js';
import { inputFeeds, OrtState } from './ort-state.js';
import type { Session } from './ort.js';

/**
 * The last inputs of each of N parts, whose oldest window is run whole after each: for a device that computes a layer over
 * all of its inputs at once, but cannot keep states. A few bytes cross to it, where `size` windows under way would be states
 * of many megabytes.
 */
export class WholeWindows implements Windows {
  private readonly states: readonly StateEntry[];
  private readonly featureWidth: number;
  /** [size - 1, N] and [size - 1, N, F], the last input at the end; the first `size - 1 - kept` of them are none. */
  private readonly tokens: Int32Array;
  private readonly features: Float32Array;
  private kept = 0;

  constructor(
    private readonly session: Session,
    architecture: Architecture,
    private readonly size: number,
    private readonly parts: number,
  ) {
    this.states = stateTable(architecture);
    this.featureWidth = featureWidth(architecture);
    this.tokens = new Int32Array((size - 1) * parts);
    this.features = new Float32Array((size - 1) * parts * this.featureWidth);
  }

  async feed(tokens: Int32Array, features: Float32Array): Promise<State> {
    moveUp(this.tokens, tokens);
    moveUp(this.features, features);
    this.kept = Math.min(this.kept + 1, this.size - 1);
    const { states, parts: N, featureWidth: F } = this;
    const from = (this.size - 1 - this.kept) * N;
    const { held } = await this.session.runHolding({
      ...inputFeeds(this.tokens.subarray(from), this.features.subarray(from * F), N, F),
      ...OrtState.zero(states, N).feeds,
    });
    return OrtState.of(states, N, held, '_next');
  }

  clear(): void {
    this.kept = 0;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The oldest numbers make room for the latest. */
function moveUp(all: Int32Array | Float32Array, latest: Int32Array | Float32Array): void {
  all.copyWithin(0, latest.length);
  all.set(latest, all.length - latest.length);
}
