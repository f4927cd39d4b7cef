import type { State, Windows } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { stateTable, type StateEntry } from '../net/states.js';
import { OrtState, toldFeed } from './ort-state.js';
import type { Session } from './ort.js';

/** `size` windows of each of N parts, whose states are in the machine's memory. */
export class MemoryWindows implements Windows {
  private readonly parts: readonly PartWindows[];
  /** What `feed` gives, over and over. */
  private readonly oldest: OrtState;

  /** `session` is that of `rowsGraph`, and not closed with them. */
  constructor(session: Session, architecture: Architecture, size: number, parts: number) {
    const states = stateTable(architecture);
    const F = featureWidth(architecture);
    this.parts = Array.from({ length: parts }, () => new PartWindows(session, states, size, F));
    this.oldest = OrtState.zero(states, parts);
  }

  async feed(tokens: Int32Array, features: Float32Array): Promise<State> {
    const F = features.length / this.parts.length;
    const into = this.oldest.arrays();
    for (const [n, part] of this.parts.entries()) {
      const oldest = await part.feed(tokens[n]!, features.subarray(n * F, (n + 1) * F));
      oldest.forEach((state, at) => into[at]!.set(state, n * state.length));
    }
    return this.oldest;
  }

  clear(): void {
    for (const part of this.parts) part.clear();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The windows of one part: they stay in their rows, and are let go by turns. */
class PartWindows {
  /** Token, then features. */
  private readonly told: Float32Array;
  /** All states, and where the next input puts them: by turns. */
  private readonly rows: readonly [OrtState, OrtState];
  /** A step from each of them to the other. */
  private readonly steps: readonly (() => Promise<void>)[];
  /** Inputs so far. */
  private fed = 0;

  constructor(
    session: Session,
    states: readonly StateEntry[],
    private readonly size: number,
    F: number,
  ) {
    const told = toldFeed(new Int32Array(1), new Float32Array(F), F);
    this.told = told.data as Float32Array;
    this.rows = [OrtState.zero(states, size), OrtState.zero(states, size)];
    const step = (from: OrtState, to: OrtState) =>
      session.bind({ told, ...from.feeds }, to.named('_next'));
    const [one, other] = this.rows;
    this.steps = [step(one, other), step(other, one)];
  }

  /** Gives the states of the oldest, each [units]: views that the next `feed` changes. */
  async feed(token: number, features: Float32Array): Promise<readonly Float32Array[]> {
    const { size, told } = this;
    told[0] = token;
    told.set(features, 1);
    await this.steps[this.fed % 2]!();
    this.fed++;
    const emptied = this.fed % size;
    // At first, all windows that were not emptied yet have had all inputs.
    const picked = (this.fed + 1) % size;
    return this.rows[this.fed % 2]!.arrays().map((rows) => {
      const units = rows.length / size;
      rows.fill(0, emptied * units, (emptied + 1) * units);
      return rows.subarray(picked * units, (picked + 1) * units);
    });
  }

  clear(): void {
    for (const rows of this.rows[0].arrays()) rows.fill(0);
    this.fed = 0;
  }
}
