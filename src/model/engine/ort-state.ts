import type { State } from '../engine.js';
import type { InputWriter } from '../net/input-writer.js';
import type { StateEntry } from '../net/states.js';
import { Held, type Fed, type Feeds } from './ort.js';

/** The state of N windows as tensors, each [1, N, units], in the order of `stateTable`. */
export class OrtState implements State {
  private constructor(
    readonly batch: number,
    /** By name, as graphs take them. */
    readonly feeds: Feeds,
  ) {}

  static zero(table: readonly StateEntry[], batch: number): OrtState {
    const feeds: Record<string, Fed> = {};
    for (const { name, units } of table)
      feeds[name] = { data: new Float32Array(batch * units), dims: [1, batch, units] };
    return new OrtState(batch, feeds);
  }

  /** Of a graph's outputs, which are named as the states with `suffix` after them. */
  static of(
    table: readonly StateEntry[],
    batch: number,
    outputs: Readonly<Record<string, Held>>,
    suffix: string,
  ): OrtState {
    const feeds: Record<string, Held> = {};
    for (const { name } of table) feeds[name] = outputs[`${name}${suffix}`]!;
    return new OrtState(batch, feeds);
  }

  /** Makes it that of the windows of `states`, side by side, all in the machine's own memory; together they are `batch`. */
  join(states: readonly OrtState[]): void {
    const arrays = states.map((state) => state.arrays());
    this.arrays().forEach((into, entry) => {
      let at = 0;
      for (const from of arrays) {
        into.set(from[entry]!, at);
        at += from[entry]!.length;
      }
    });
  }

  /** The numbers themselves, [N, units] each, where they are in memory. */
  arrays(): readonly Float32Array[] {
    return Object.values(this.feeds).map((part) =>
      part instanceof Held ? part.data() : (part.data as Float32Array),
    );
  }

  release(): void {
    for (const part of Object.values(this.feeds)) if (part instanceof Held) part.release();
  }
}

/** One input of each of B windows, `tokens` [B] and `features` [B, F], as graphs of one step take it. */
export function toldFeed(writer: InputWriter, tokens: Int32Array, features: Float32Array): Fed {
  const [B, X] = [tokens.length, writer.width];
  const F = features.length / B;
  const data = new Float32Array(B * X);
  for (let b = 0; b < B; b++) {
    const own = features.subarray(b * F, (b + 1) * F);
    writer.write(tokens[b]!, own, data.subarray(b * X, (b + 1) * X));
  }
  return { data, dims: [B, X] };
}

/** `tokens` [T, B] and `features` [T, B, F] as graphs take them. */
export function inputFeeds(
  tokens: Int32Array,
  features: Float32Array,
  B: number,
  F: number,
): Feeds {
  const T = tokens.length / B;
  return {
    tokens: { data: tokens, dims: [T, B] },
    ...(F === 0 ? {} : { features: { data: features, dims: [T, B, F] } }),
  };
}
