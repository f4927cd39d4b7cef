import type { State, Windows } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { stateTable } from '../net/states.js';
import { inputFeeds, OrtState } from './ort-state.js';
import type { Session } from './ort.js';

/**
 * `size` windows of each of N parts, whose states are in the machine's memory. They run on the graph that predicts: its
 * weights are still in the caches when the urgent step needs them. Window w of part n is row w * N + n; they stay in their
 * rows, and are let go by turns.
 */
export class MemoryWindows implements Windows {
  private readonly tokens: Int32Array;
  private readonly features: Float32Array;
  /** All states, and where the next input puts them: by turns. */
  private readonly rows: readonly [OrtState, OrtState];
  /** A step from each of them to the other. */
  private readonly steps: readonly (() => Promise<void>)[];
  /** What `feed` gives, over and over. */
  private readonly oldest: OrtState;
  /** Inputs so far. */
  private fed = 0;

  constructor(
    session: Session,
    architecture: Architecture,
    private readonly size: number,
    private readonly parts: number,
  ) {
    const R = size * parts;
    const states = stateTable(architecture);
    const F = featureWidth(architecture);
    this.tokens = new Int32Array(R);
    this.features = new Float32Array(R * F);
    this.rows = [OrtState.zero(states, R), OrtState.zero(states, R)];
    this.oldest = OrtState.zero(states, parts);
    const inputs = inputFeeds(this.tokens, this.features, R, F);
    const step = (from: OrtState, to: OrtState) =>
      session.bind({ ...inputs, ...from.feeds }, to.named('_next'));
    const [one, other] = this.rows;
    this.steps = [step(one, other), step(other, one)];
  }

  async feed(tokens: Int32Array, features: Float32Array): Promise<State> {
    const { size, parts: N, oldest } = this;
    for (let w = 0; w < size; w++) {
      this.tokens.set(tokens, w * N);
      this.features.set(features, w * features.length);
    }
    await this.steps[this.fed % 2]!();
    this.fed++;
    const emptied = this.fed % size;
    // At first, all windows that were not emptied yet have had all inputs.
    const picked = (this.fed + 1) % size;
    const into = oldest.arrays();
    this.rows[this.fed % 2]!.arrays().forEach((rows, at) => {
      const width = rows.length / size;
      rows.fill(0, emptied * width, (emptied + 1) * width);
      into[at]!.set(rows.subarray(picked * width, (picked + 1) * width));
    });
    return oldest;
  }

  clear(): void {
    for (const rows of this.rows[0].arrays()) rows.fill(0);
    this.fed = 0;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
