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

  constructor(
    private readonly engine: Engine,
    readonly size: number,
  ) {
    this.rows = engine.zero(size);
  }

  /** Feeds one input, `features` [F], and predicts what follows it. Urgent: one row, one step. */
  async predict(token: number, features: Float32Array): Promise<Prediction> {
    await this.settle();
    this.pending = { token, features };
    return this.engine.run(Int32Array.of(token), features, this.oldest());
  }

  /** Feeds one input whose prediction nobody wants. */
  async feed(token: number, features: Float32Array): Promise<void> {
    await this.settle();
    this.pending = { token, features };
    await this.settle();
  }

  /** Gives the last input to all rows: what `predict` left to be done. */
  async settle(): Promise<void> {
    if (this.pending === undefined) return;
    const { token, features } = this.pending;
    const all = new Float32Array(this.size * features.length);
    for (let row = 0; row < this.size; row++) all.set(features, row * features.length);
    const tokens = new Int32Array(this.size).fill(token);
    this.rows = (await this.engine.run(tokens, all, this.rows)).state;
    this.pending = undefined;
    this.taken++;
    this.beginRow(this.taken % this.size);
  }

  /** Forgets everything. */
  clear(): void {
    this.rows = this.engine.zero(this.size);
    this.taken = 0;
    this.pending = undefined;
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
      const H = this.rows.width;
      for (let layer = 0; layer * this.size * H < part.length; layer++) {
        visit(part, layer * this.size * H, H, at, layer);
      }
    });
  }
}
