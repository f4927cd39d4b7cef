import type { Vocabulary } from './codec/vocabulary.js';
import type { Sound } from './codec/codec.js';
import type { Prediction } from './engine.js';
import { features, type NamedInput } from './features.js';
import { Fill } from './fill.js';
import { startToken, type Architecture } from './net/architecture.js';
import type { Branch, RollingWindow, WindowInput } from './rolling-window.js';
import { mix, type SecondBranch, type SecondModel } from './second-model.js';

export interface ListenersOptions {
  readonly architecture: Architecture;
  readonly vocabulary: Vocabulary;
  /** [V] */
  readonly sounds: readonly Sound[];
  readonly window: RollingWindow;
  /** It was trained on drums, whose data may call fills so. */
  readonly knowsFills: boolean;
}

/** What follows inputs that nobody has fed; to be released. */
export interface Ahead {
  predict(input: NamedInput, blend: number): Promise<Prediction>;
  release(): void;
}

/** All that are told what a part hears and plays, and say what follows: its network, a second one, and a fill under way. */
export class Listeners {
  /** Both hear everything from the first input on, where there are two. */
  second: SecondModel | undefined;
  private readonly fill: Fill;

  constructor(private readonly options: ListenersOptions) {
    const { window, sounds } = options;
    this.fill = new Fill({ window, sounds, inputOf: (input) => this.inputOf(input) });
  }

  /** `blend` is how far the second model decides, 0 to 1. */
  predict(input: NamedInput, blend: number): Promise<Prediction> {
    const { options, second, fill } = this;
    return this.predictBy(options.window, second, fill, input, blend);
  }

  /** Goes on from here without moving any window, as a `Branch` does. */
  async ahead(): Promise<Ahead> {
    const fill = this.fill.ahead();
    const window = await this.options.window.branch();
    const second = await this.second?.branch();
    return {
      predict: (input, blend) => this.predictBy(window, second, fill, input, blend),
      release: () => {
        window.release();
        second?.release();
      },
    };
  }

  /** Fills their empty windows but for the last input. */
  open(inputs: readonly NamedInput[]): void {
    this.options.window.open(inputs.map((input) => this.inputOf(input)));
    this.second?.open(inputs);
  }

  async settle(): Promise<void> {
    await this.options.window.settle();
    await this.second?.settle();
  }

  /** All are at the start of the stream again; a fill is over. */
  clear(): void {
    this.options.window.clear();
    this.second?.clear();
    this.fill.clear();
  }

  async close(): Promise<void> {
    await this.options.window.close();
    await this.second?.close();
  }

  private async predictBy(
    window: Pick<Branch, 'predict'>,
    second: Pick<SecondBranch, 'predict'> | undefined,
    fill: Fill,
    input: NamedInput,
    blend: number,
  ): Promise<Prediction> {
    const { tokens, features } = this.inputOf(input);
    const [own, other] = await Promise.all([
      window.predict(tokens, features),
      second?.predict(input),
    ]);
    const logProbs = other === undefined ? own.logProbs : mix(own.logProbs, other, blend);
    if (!this.options.knowsFills) return { ...own, logProbs };
    return { ...own, logProbs: await fill.bend(logProbs, input) };
  }

  private inputOf({ token, told }: NamedInput): WindowInput {
    const { architecture, vocabulary } = this.options;
    const id = token === null ? startToken(architecture) : vocabulary.id(token);
    return { tokens: Int32Array.of(id), features: features(architecture, told) };
  }
}
