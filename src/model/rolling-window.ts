import type { Engine, Prediction, State } from './engine.js';

/**
 * The exact rolling window: each prediction is a function of the last `size` inputs alone, from the zero state
 * (DESIGN 3). Every input is the first of a window of its own, so `size` windows are under way at once, each begun one
 * input after the one before: all of them take each input, as the rows of one batch. The oldest then gives the
 * prediction and its row begins anew. That is as many steps as running the whole window again for each input, but as
 * a product of matrices rather than one vector after another, and it can be done after the prediction: what is urgent
 * is the oldest row alone.
 */
export class RollingWindow {
  /** Rows of all windows; that which begins at input i is row i mod size. */
  private rows: State;
  /** Inputs taken by all rows. */
  private taken = 0;
  /** The input that only the oldest row has taken. */
  private pending: { readonly token: number; readonly features: Float32Array } | undefined;
  /** After `open`, while windows that began before it are under way: the last size - 1 tokens, and the state they leave. */
  private recent: Int32Array | undefined;
  private afterRecent: State | undefined;

  constructor(
    private readonly engine: Engine,
    readonly size: number,
  ) {
    this.rows = engine.zero(size);
  }

  /**
   * Fills an empty window but for its last input with `tokens` [size - 1], for a network without features. Windows that
   * begin among them have no row: each is run whole while they last, which `settle` does ahead of time.
   */
  open(tokens: Int32Array): void {
    this.recent = tokens.length === 0 ? undefined : tokens;
  }

  /** Feeds one input, `features` [F], and predicts what follows it. Urgent: one row, one step. */
  async predict(token: number, features: Float32Array): Promise<Prediction> {
    await this.settle();
    this.pending = { token, features };
    return this.engine.run(Int32Array.of(token), features, this.afterRecent ?? this.oldest());
  }

  /** Feeds one input whose prediction nobody wants. */
  async feed(token: number, features: Float32Array): Promise<void> {
    await this.settle();
    this.pending = { token, features };
    await this.settle();
  }

  /** Gives the last input to all rows: what `predict` left to be done. */
  async settle(): Promise<void> {
    if (this.pending !== undefined)
      await this.settleRows(this.pending.token, this.pending.features);
    if (this.recent === undefined || this.afterRecent !== undefined) return;
    const { state } = await this.engine.run(this.recent, new Float32Array(), this.engine.zero(1));
    this.afterRecent = state;
  }

  /** Forgets everything. */
  clear(): void {
    this.rows = this.engine.zero(this.size);
    this.taken = 0;
    this.pending = undefined;
    this.recent = undefined;
    this.afterRecent = undefined;
  }

  private async settleRows(token: number, features: Float32Array): Promise<void> {
    const all = new Float32Array(this.size * features.length);
    for (let row = 0; row < this.size; row++) all.set(features, row * features.length);
    const tokens = new Int32Array(this.size).fill(token);
    this.rows = (await this.engine.run(tokens, all, this.rows)).state;
    this.pending = undefined;
    this.taken++;
    this.beginRow(this.taken % this.size);
    this.afterRecent = undefined;
    if (this.taken === this.size - 1) this.recent = undefined;
    if (this.recent !== undefined) this.recent = Int32Array.of(...this.recent.subarray(1), token);
  }

  /** The row whose window the next input completes: before there is a whole window, the one that began first. */
  private oldest(): State {
    const row = this.taken < this.size ? 0 : (this.taken + 1) % this.size;
    const one = this.engine.zero(1);
    this.eachLayer((part, begin, H, at, layer) => {
      one.parts[at].set(part.subarray(begin + row * H, begin + (row + 1) * H), layer * H);
    });
    return one;
  }

  private beginRow(row: number): void {
    this.eachLayer((part, begin, H) => part.fill(0, begin + row * H, begin + (row + 1) * H));
  }

  /** Calls `visit` for each layer of each part, [layers, size, H]: `begin` is where the layer's rows begin. */
  private eachLayer(
    visit: (part: Float32Array, begin: number, H: number, at: number, layer: number) => void,
  ): void {
    this.rows.parts.forEach((part, at) => {
      const H = this.rows.widths[at];
      for (let layer = 0; layer * this.size * H < part.length; layer++) {
        visit(part, layer * this.size * H, H, at, layer);
      }
    });
  }
}
