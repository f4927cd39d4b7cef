import type { Engine, Prediction, State, Windows } from './engine.js';
import { Fault } from './fault.js';

export interface WindowInput {
  /** [1] */
  readonly tokens: Int32Array;
  /** [F] */
  readonly features: Float32Array;
}

/** What would follow inputs that nobody has fed. It is of use until the window is next fed or cleared. */
export interface Branch {
  /** Feeds one input, as the window's own `predict` does. */
  predict(tokens: Int32Array, features: Float32Array): Promise<Prediction>;
  release(): void;
}

/** Where to go on when an engine fails, as a GPU does that is unplugged. It is open already, to take over within a tick. */
export interface Spare {
  readonly engine: Engine;
  /** It has taken over. */
  readonly taken: (failed: Fault) => void;
}

/**
 * The exact rolling window of a part: each prediction is a function of the last `size` inputs alone, from the zero state
 * (DESIGN 3). Every input is the first of a window of its own, so `size` windows are under way at once, each begun one
 * input after the one before: all of them take each input, as the rows of one batch. The oldest then gives the
 * prediction and its row begins anew. That is as many steps as running the whole window again for each input, but as
 * a product of matrices rather than one vector after another, and it can be done after the prediction: what is urgent
 * is the oldest row alone.
 *
 * Where the engine fails, the spare goes on from the last inputs, which are kept here: the same predictions.
 */
export class RollingWindow {
  /** All windows under way. */
  private windows: Windows | undefined;
  /** Inputs that they have taken. */
  private taken = 0;
  /** The last inputs but for `pending`, size - 1 at most. */
  private inputs: WindowInput[] = [];
  /** Some of those came before any window that is under way. */
  private behind = false;
  /** The last input, which only the oldest window has taken. */
  private pending: WindowInput | undefined;
  /** The state of the oldest window after `inputs`; absent before there is any, and until it is computed. */
  private oldest: State | undefined;

  constructor(
    private engine: Engine,
    readonly size: number,
    private readonly spare?: Spare,
  ) {}

  /**
   * Fills an empty window but for its last input with the last of `inputs`. Windows that begin among them are not under
   * way: each is run whole while they last, which `settle` does ahead of time.
   */
  open(inputs: readonly WindowInput[]): void {
    this.inputs = inputs.slice(1 - this.size);
    this.behind = this.inputs.length > 0;
    this.setOldest(undefined);
  }

  /**
   * Feeds one input, `tokens` [1] and `features` [F], and predicts what follows it. Urgent: one step of one row; or, where
   * that takes less than both, of all, with nothing left to settle.
   */
  predict(tokens: Int32Array, features: Float32Array): Promise<Prediction> {
    return this.withEngine(async (engine) => {
      const windows = await this.settleOn(engine);
      const input = { tokens, features };
      if (windows.predict !== undefined && !this.behind) {
        const { state, ...prediction } = await windows.predict(tokens, features);
        checkNumbers(prediction, engine);
        this.took(input, state);
        return prediction;
      }
      this.oldest ??= engine.zero(1);
      const prediction = await engine.predict(tokens, features, this.oldest);
      checkNumbers(prediction, engine);
      this.pending = input;
      return prediction;
    });
  }

  /** What follows `inputs` alone, one or more of them, from the zero state. The window stays as it is. */
  predictAlone(inputs: readonly WindowInput[]): Promise<Prediction> {
    return this.withEngine(async (engine) => {
      const zero = engine.zero(1);
      const prediction = await engine.predict(...joinedInputs(inputs), zero);
      zero.release();
      return prediction;
    });
  }

  /** Gives the last input to all windows: what `predict` left to be done. */
  settle(): Promise<void> {
    return this.withEngine(async (engine) => {
      await this.settleOn(engine);
    });
  }

  /**
   * Goes on from here without moving the window. Its first prediction is the window's own; those after it remember the
   * oldest inputs still, which the window would have let go. Throws the Fault of an engine that fails.
   */
  async branch(): Promise<Branch> {
    await this.settle();
    const { engine } = this;
    const zero = this.oldest === undefined ? engine.zero(1) : undefined;
    let own: State | undefined;
    return {
      predict: async (tokens, features) => {
        const outcome = await engine.run(tokens, features, own ?? zero ?? this.oldest!);
        own?.release();
        own = outcome.state;
        return outcome;
      },
      release: () => {
        own?.release();
        zero?.release();
      },
    };
  }

  /** Forgets everything. */
  clear(): void {
    this.windows?.clear();
    this.taken = 0;
    this.inputs = [];
    this.behind = false;
    this.pending = undefined;
    this.setOldest(undefined);
  }

  /** Closes the engine that it is on, and the spare. */
  async close(): Promise<void> {
    this.setOldest(undefined);
    await this.windows?.close();
    await this.engine.close();
    if (this.spare?.engine !== this.engine) await this.spare?.engine.close();
  }

  private async settleOn(engine: Engine): Promise<Windows> {
    const windows = (this.windows ??= await engine.openWindows(this.size, 1, true));
    if (this.pending !== undefined) {
      const { tokens, features } = this.pending;
      this.took(this.pending, await windows.feed(tokens, features));
    }
    if (this.behind && this.oldest === undefined) await this.runWhole(engine);
    return windows;
  }

  private async runWhole(engine: Engine): Promise<void> {
    const zero = engine.zero(1);
    const { state } = await engine.run(...joinedInputs(this.inputs), zero);
    zero.release();
    this.setOldest(state);
  }

  /** All windows have it; `state` is that of the oldest then. */
  private took(input: WindowInput, state: State): void {
    this.taken++;
    this.keepPending(input);
    if (this.taken >= this.size - 1) this.behind = false;
    if (!this.behind) this.setOldest(state);
    else {
      state.release();
      this.setOldest(undefined);
    }
  }

  private keepPending(input: WindowInput): void {
    this.inputs.push(input);
    if (this.inputs.length >= this.size) this.inputs.shift();
    this.pending = undefined;
  }

  private setOldest(state: State | undefined): void {
    this.oldest?.release();
    this.oldest = state;
  }

  private async withEngine<T>(act: (engine: Engine) => Promise<T>): Promise<T> {
    const { engine, spare } = this;
    try {
      return await act(engine);
    } catch (fault) {
      if (!(fault instanceof Fault) || fault.code !== 'ENGINE_FAILED') throw fault;
      if (spare === undefined || spare.engine === engine) throw fault;
      spare.taken(fault);
      this.beginAnew(spare.engine);
      return act(spare.engine);
    }
  }

  /** On an engine that has seen nothing. What was on the one that failed is left where it was: its device may be gone. */
  private beginAnew(engine: Engine): void {
    this.engine = engine;
    if (this.pending !== undefined) this.keepPending(this.pending);
    this.windows = undefined;
    this.oldest = undefined;
    this.taken = 0;
    this.behind = this.inputs.length > 0;
  }
}

/** A device that is going away may give numbers that are none. @throws Fault ENGINE_FAILED */
function checkNumbers({ logProbs }: Prediction, { name, device }: Engine): void {
  // One that is none makes all of its row so.
  if (!Number.isNaN(logProbs[0])) return;
  throw new Fault('ENGINE_FAILED', `${name} on ${device} gave numbers that are none`);
}

/** In a row: time-major, as engines take them. */
function joinedInputs(
  inputs: readonly WindowInput[],
): [tokens: Int32Array, features: Float32Array] {
  return [
    joined(Int32Array, inputs, ({ tokens }) => tokens),
    joined(Float32Array, inputs, ({ features }) => features),
  ];
}

function joined<A extends Int32Array | Float32Array>(
  Array: new (length: number) => A,
  inputs: readonly WindowInput[],
  part: (input: WindowInput) => A,
): A {
  const parts = inputs.map(part);
  const all = new Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const one of parts) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}
