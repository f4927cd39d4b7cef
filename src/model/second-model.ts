import { Vocabulary } from './codec/vocabulary.js';
import type { Engine } from './engine.js';
import { Fault } from './fault.js';
import { features, type NamedInput } from './features.js';
import type { Model } from './model.js';
import { startToken, type Architecture } from './net/architecture.js';
import { type Branch, RollingWindow, type Spare, type WindowInput } from './rolling-window.js';

/** What it would think of inputs that nobody has fed. */
export interface SecondBranch {
  predict(input: NamedInput): Promise<Float32Array>;
  release(): void;
}

/** The window of another model, which hears and plays what the first does and says what it thinks comes next. */
export class SecondModel {
  private readonly architecture: Architecture;
  private readonly vocabulary: Vocabulary;
  private readonly window: RollingWindow;
  /** [V of the first] the second's number of each token, by its name; -1 where it has none. */
  private readonly ids: Int32Array;

  /** Throws Fault VOCABULARY_MISMATCH where it does not read music as `first` does, or where one of them has no start of the stream. */
  constructor({ manifest }: Model, engine: Engine, first: Model, spare?: Spare) {
    const same = JSON.stringify(manifest.codec) === JSON.stringify(first.manifest.codec);
    const fresh = [manifest, first.manifest].every(({ openings = [] }) => openings.length === 0);
    if (!same || !fresh) {
      throw new Fault('VOCABULARY_MISMATCH', `"${manifest.name}" cannot be blended in`, {
        hint: `use a model trained with the codec of "${first.manifest.name}"`,
      });
    }
    this.architecture = manifest.architecture;
    this.vocabulary = new Vocabulary(manifest.vocabulary);
    this.window = new RollingWindow(engine, manifest.window, spare);
    const { vocabulary } = this;
    this.ids = Int32Array.from(first.manifest.vocabulary.names, (name) =>
      vocabulary.has(name) ? vocabulary.id(name) : -1,
    );
  }

  /** [V of the first] log-probabilities; -Infinity for a token that it has not. */
  predict(input: NamedInput): Promise<Float32Array> {
    return this.predictOn(this.window, input);
  }

  /** Goes on from here without moving its window, as a `Branch` of that. */
  async branch(): Promise<SecondBranch> {
    const branch = await this.window.branch();
    return {
      predict: (input) => this.predictOn(branch, input),
      release: () => branch.release(),
    };
  }

  /** Fills its empty window with the last of `inputs`, as far as it knows their tokens. */
  open(inputs: readonly NamedInput[]): void {
    const { vocabulary } = this;
    const known = inputs.filter(({ token }) => token === null || vocabulary.has(token));
    this.window.open(known.map((input) => this.inputOf(input)));
  }

  settle(): Promise<void> {
    return this.window.settle();
  }

  clear(): void {
    this.window.clear();
  }

  close(): Promise<void> {
    return this.window.close();
  }

  private async predictOn(
    window: Pick<Branch, 'predict'>,
    input: NamedInput,
  ): Promise<Float32Array> {
    const { tokens, features } = this.inputOf(input);
    const { logProbs } = await window.predict(tokens, features);
    return Float32Array.from(this.ids, (id) => (id < 0 ? -Infinity : logProbs[id]));
  }

  private inputOf({ token, told }: NamedInput): WindowInput {
    const id = token === null ? startToken(this.architecture) : this.vocabulary.id(token);
    return { tokens: Int32Array.of(id), features: features(this.architecture, told) };
  }
}

/** Log-probabilities of a draw that goes to `other` with a chance of `amount`, else to `own`; both [V]. */
export function mix(own: Float32Array, other: Float32Array, amount: number): Float32Array {
  if (amount === 0) return own;
  const both = own.map(
    (value, token) => (1 - amount) * Math.exp(value) + amount * Math.exp(other[token]),
  );
  // What the other gave to tokens that are not there is shared out among all.
  const total = both.reduce((sum, value) => sum + value, 0);
  return total === 0 ? own : both.map((value) => Math.log(value / total));
}
