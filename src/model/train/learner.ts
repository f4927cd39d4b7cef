import { adam } from '../net/adam.js';
import { scalar, type Fed, type Feeds, type Work } from './lesson.js';

/** Everything that a step changes, and all that resuming needs. P = all parameters. */
export interface TrainState {
  /** [P] each */
  readonly params: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
  /** What the lesson has carried from step to step (`Lesson.carried`); empty where nothing was yet. */
  readonly carried: Float32Array;
  /** Steps taken. */
  readonly step: number;
}

/** One step of Adam: its batch, and its learning rate. */
export interface Step {
  readonly work: Work;
  readonly lr: number;
}

/** Has a network's parameters, and moves them. Where they are is its own affair: in memory, or on a device. */
export interface Learner {
  readonly device: string;
  /** Steps that it takes best together. */
  readonly atOnce: number;
  /** What a person should know of it; empty where there is nothing. */
  readonly note: string;
  /** Takes steps, `atOnce` at most, one after the other; gives the loss of each, mean nats a target. */
  learn(steps: readonly Step[]): Promise<readonly number[]>;
  /** What it has learned so far. */
  state(): Promise<TrainState>;
  close(): Promise<void>;
}

export function freshState(params: Float32Array): TrainState {
  return {
    params,
    m: new Float32Array(params.length),
    v: new Float32Array(params.length),
    carried: new Float32Array(),
    step: 0,
  };
}

/** What a training graph takes beside the state and the work, in step `step`, counted from 1. */
export function adamFeeds(step: number, lr: number): Feeds {
  return {
    lr: scalar(lr),
    m_scale: scalar(1 / (1 - adam.beta1 ** step)),
    v_scale: scalar(1 / (1 - adam.beta2 ** step)),
  };
}

/** What K steps of the same shape are fed, side by side: [K, ...] each. */
export function stacked(steps: readonly Feeds[]): Feeds {
  return Object.fromEntries(
    Object.keys(steps[0]).map((name) => [name, stack(steps.map((feeds) => feeds[name]))]),
  );
}

function stack(all: readonly Fed[]): Fed {
  const { data, dims } = all[0];
  const length = all.length * data.length;
  const joined = data instanceof Float32Array ? new Float32Array(length) : new Int32Array(length);
  all.forEach((each, at) => joined.set(each.data, at * data.length));
  return { data: joined, dims: [all.length, ...dims] };
}
