import type { Outcome, Prediction, State } from '../engine.js';
import type { Forward } from '../evaluate.js';
import { mix } from '../second-model.js';

/**
 * Two networks of one vocabulary that take the same inputs, `amount` of each draw being the other's; what is felt is the
 * first's. As `blend` plays them, for scoring.
 */
export class BlendedNetwork implements Forward {
  constructor(
    private readonly own: Forward,
    private readonly other: Forward,
    private readonly amount: number,
    /** Size of the vocabulary. */
    private readonly V: number,
  ) {}

  zero(batch: number): BlendedState {
    return new BlendedState(this.own.zero(batch), this.other.zero(batch));
  }

  async predict(tokens: Int32Array, features: Float32Array, state: State): Promise<Prediction> {
    const { own, other } = blended(state);
    const first = await this.own.predict(tokens, features, own);
    return this.mixed(first, await this.other.predict(tokens, features, other));
  }

  async run(tokens: Int32Array, features: Float32Array, state: State): Promise<Outcome> {
    const { own, other } = blended(state);
    const first = await this.own.run(tokens, features, own);
    const second = await this.other.run(tokens, features, other);
    return { ...this.mixed(first, second), state: new BlendedState(first.state, second.state) };
  }

  private mixed(own: Prediction, other: Prediction): Prediction {
    const logProbs = new Float32Array(own.logProbs.length);
    for (let at = 0; at < logProbs.length; at += this.V) {
      const row = (all: Float32Array): Float32Array => all.subarray(at, at + this.V);
      logProbs.set(mix(row(own.logProbs), row(other.logProbs), this.amount), at);
    }
    return { logProbs, feel: own.feel };
  }
}

class BlendedState implements State {
  readonly batch: number;

  constructor(
    readonly own: State,
    readonly other: State,
  ) {
    this.batch = own.batch;
  }

  release(): void {
    this.own.release();
    this.other.release();
  }
}

function blended(state: State): BlendedState {
  if (!(state instanceof BlendedState)) throw new TypeError('a state of another network');
  return state;
}
