import type { State, Windows } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { stateTable, type StateEntry } from '../net/states.js';
import { inputFeeds, OrtState } from './ort-state.js';
import type { Session } from './ort.js';

/**
 * `size` windows of each of N parts, whose states are in the machine's memory. They run on the graph that predicts: its
 * weights are still in the caches when the urgent step needs them. Window w of part n is row w * N + n; they stay in their
 * rows, and are let go by turns.
 */
export class MemoryWindows implements Windows {
  private readonly featureWidth: number;
  private readonly states: readonly StateEntry[];
  private readonly tokens: Int32Array;
  private readonly features: Float32Array;
  private rows: OrtState;
  /** Inputs so far. */
  private fed = 0;

  constructor(
    private readonly session: Session,
    architecture: Architecture,
    private readonly size: number,
    private readonly parts: number,
  ) {
    const R = size * parts;
    this.states = stateTable(architecture);
    this.rows = OrtState.zero(this.states, R);
    this.featureWidth = featureWidth(architecture);
    this.tokens = new Int32Array(R);
    this.features = new Float32Array(R * this.featureWidth);
  }

  async feed(tokens: Int32Array, features: Float32Array): Promise<State> {
    const N = this.parts;
    for (let w = 0; w < this.size; w++) {
      this.tokens.set(tokens, w * N);
      this.features.set(features, w * features.length);
    }
    const { held } = await this.session.runHolding({
      ...inputFeeds(this.tokens, this.features, this.rows.batch, this.featureWidth),
      ...this.rows.feeds,
    });
    this.rows = OrtState.of(this.states, this.rows.batch, held, '_next');
    this.fed++;
    const emptied = this.fed % this.size;
    // At first, all windows that were not emptied yet have had all inputs.
    const picked = (this.fed + 1) % this.size;
    const wanted = OrtState.zero(this.states, N);
    const into = wanted.arrays();
    this.rows.arrays().forEach((rows, at) => {
      const width = (rows.length / this.rows.batch) * N;
      rows.fill(0, emptied * width, (emptied + 1) * width);
      into[at]!.set(rows.subarray(picked * width, (picked + 1) * width));
    });
    return wanted;
  }

  clear(): void {
    this.rows = OrtState.zero(this.states, this.rows.batch);
    this.fed = 0;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
