import type { Outcome, State, Windows } from '../engine.js';
import type { Architecture } from '../net/architecture.js';
import type { InputWriter } from '../net/input-writer.js';
import { stateTable, type StateEntry } from '../net/states.js';
import { OrtState } from './ort-state.js';
import type { Feeds, Session } from './ort.js';
import { predictionOf } from './prediction.js';

/** `size` windows of each of N parts, whose states are in the machine's memory. */
export class MemoryWindows implements Windows {
  protected readonly parts: readonly PartWindows[];
  /** What `feed` gives, over and over. */
  private readonly oldest: OrtState;

  /** `session` is that of `rowsGraph`, which predicts or not, and not closed with them. */
  constructor(
    session: Session,
    protected readonly architecture: Architecture,
    writer: InputWriter,
    size: number,
    parts: number,
    predicts = false,
  ) {
    const one = () => new PartWindows(session, architecture, writer, size, predicts);
    this.parts = Array.from({ length: parts }, one);
    this.oldest = OrtState.zero(stateTable(architecture), parts);
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

/** The same on a graph that predicts. */
export class PredictingWindows extends MemoryWindows {
  constructor(
    session: Session,
    architecture: Architecture,
    writer: InputWriter,
    size: number,
    parts: number,
  ) {
    super(session, architecture, writer, size, parts, true);
  }

  async predict(tokens: Int32Array, features: Float32Array): Promise<Outcome> {
    const state = await this.feed(tokens, features);
    const { vocabulary: V, feel: D } = this.architecture;
    const heads = new Float32Array(this.parts.length * (V + D));
    this.parts.forEach((part, n) => heads.set(part.heads, n * (V + D)));
    return { ...predictionOf(heads, this.architecture), state };
  }
}

/** The windows of one part: they stay in their rows, and are let go by turns. */
class PartWindows {
  /** [V + D] of the window that was let go last, where the graph predicts. */
  readonly heads: Float32Array;
  private readonly told: Float32Array;
  /** Of the window that is about to be let go. */
  private readonly row = new Int32Array(1);
  /** All states, and where the next input puts them: by turns. */
  private readonly rows: readonly [Rows, Rows];
  /** A step from each of them to the other. */
  private readonly steps: readonly (() => Promise<void>)[];
  /** Inputs so far. */
  private fed = 0;

  constructor(
    session: Session,
    architecture: Architecture,
    private readonly writer: InputWriter,
    private readonly size: number,
    predicts: boolean,
  ) {
    const states = stateTable(architecture);
    this.heads = new Float32Array(architecture.vocabulary + architecture.feel);
    const heads = predicts ? { heads: { data: this.heads, dims: [1, this.heads.length] } } : {};
    const row = predicts ? { row: { data: this.row, dims: [1] } } : {};
    this.told = new Float32Array(writer.width);
    const told = { data: this.told, dims: [1, writer.width] };
    const [one, other] = [emptyRows(states, size), emptyRows(states, size)];
    this.rows = [one, other];
    const bind = (from: Rows, to: Rows) =>
      session.bind({ told, ...row, ...fed(from, '') }, { ...heads, ...fed(to, '_next') });
    this.steps = [bind(one, other), bind(other, one)];
  }

  /** Gives the states of the oldest, each [units]: views that the next `feed` changes. */
  async feed(token: number, features: Float32Array): Promise<readonly Float32Array[]> {
    const { size } = this;
    this.writer.write(token, features, this.told);
    const emptied = (this.fed + 1) % size;
    this.row[0] = emptied;
    await this.steps[this.fed % 2]!();
    this.fed++;
    // At first, all windows that were not emptied yet have had all inputs.
    const picked = (this.fed + 1) % size;
    return this.rows[this.fed % 2]!.map(({ data, units }) => {
      data.fill(0, emptied * units, (emptied + 1) * units);
      return data.subarray(picked * units, (picked + 1) * units);
    });
  }

  clear(): void {
    for (const { data } of this.rows[0]) data.fill(0);
    this.fed = 0;
  }
}

/** One state of `stateTable` of each window, [size, units]. */
interface RowsEntry {
  readonly name: string;
  readonly units: number;
  readonly data: Float32Array;
}
type Rows = readonly RowsEntry[];

function emptyRows(states: readonly StateEntry[], size: number): Rows {
  return states.map(({ name, units }) => ({ name, units, data: new Float32Array(size * units) }));
}

/** As inputs or outputs of the graph. */
function fed(rows: Rows, suffix: string): Feeds {
  return Object.fromEntries(
    rows.map(({ name, units, data }) => [
      `${name}${suffix}`,
      { data, dims: [data.length / units, units] },
    ]),
  );
}
