import type { Engine, Outcome, Prediction, State, Windows } from '../engine.js';

/** One step that is to be a row of a batch. */
interface Step {
  readonly token: number;
  /** [F] */
  readonly features: Float32Array;
  readonly state: State;
  readonly resolve: (prediction: Prediction) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * One engine for several parts, each of which uses it as if it were alone: their calls may overlap, and are done one after
 * the other. Steps that are asked for in one turn of the event loop are the rows of one batch; on the CPU each row comes
 * out as it would alone, bit for bit.
 */
export class SharedEngine implements Engine {
  readonly name: string;
  readonly device: string;
  private steps: Step[] = [];
  private last: Promise<unknown> = Promise.resolve();

  /** It closes `engine` once so many `users` have closed it. */
  constructor(
    private readonly engine: Engine,
    private users: number,
  ) {
    this.name = engine.name;
    this.device = engine.device;
  }

  get note(): string {
    return this.engine.note ?? '';
  }

  zero(batch: number): State {
    return this.engine.zero(batch);
  }

  join(states: readonly State[]): State | undefined {
    return this.engine.join(states);
  }

  predict(tokens: Int32Array, features: Float32Array, state: State): Promise<Prediction> {
    if (tokens.length > 1) return this.alone(() => this.engine.predict(tokens, features, state));
    return new Promise((resolve, reject) => {
      this.steps.push({ token: tokens[0]!, features, state, resolve, reject });
      if (this.steps.length === 1) setImmediate(() => void this.alone(() => this.predictSteps()));
    });
  }

  run(tokens: Int32Array, features: Float32Array, state: State): Promise<Outcome> {
    return this.alone(() => this.engine.run(tokens, features, state));
  }

  /** Which never predict: the steps of all come first. */
  async openWindows(size: number, parts: number): Promise<Windows> {
    const windows = await this.alone(() => this.engine.openWindows(size, parts, false));
    return {
      feed: (...input) => this.alone(() => windows.feed(...input)),
      clear: () => windows.clear(),
      close: () => this.alone(() => windows.close()),
    };
  }

  async close(): Promise<void> {
    this.users -= 1;
    if (this.users === 0) await this.alone(() => this.engine.close());
  }

  /** After all calls before it; one that failed is over too. */
  private alone<T>(call: () => Promise<T>): Promise<T> {
    const done = this.last.then(call, call);
    this.last = done.catch(() => undefined);
    return done;
  }

  private async predictSteps(): Promise<void> {
    const { steps } = this;
    this.steps = [];
    try {
      const rows = await this.predictRows(steps);
      steps.forEach(({ resolve }, n) => resolve(rows[n]!));
    } catch (cause) {
      for (const { reject } of steps) reject(cause);
    }
  }

  private async predictRows(steps: readonly Step[]): Promise<Prediction[]> {
    const joined = steps.length === 1 ? undefined : this.engine.join(steps.map((one) => one.state));
    if (joined === undefined) {
      const rows: Prediction[] = [];
      for (const { token, features, state } of steps)
        rows.push(await this.engine.predict(Int32Array.of(token), features, state));
      return rows;
    }
    const tokens = Int32Array.from(steps, ({ token }) => token);
    const F = steps[0]!.features.length;
    const features = new Float32Array(steps.length * F);
    steps.forEach((step, n) => features.set(step.features, n * F));
    const { logProbs, feel } = await this.engine.predict(tokens, features, joined);
    joined.release();
    return steps.map((_, n) => ({
      logProbs: rowOf(logProbs, n, steps.length),
      feel: rowOf(feel, n, steps.length),
    }));
  }
}

/** Row `n` of [N, …]. */
function rowOf(numbers: Float32Array, n: number, N: number): Float32Array {
  const width = numbers.length / N;
  return numbers.slice(n * width, (n + 1) * width);
}
