import { adam } from '../net/adam.js';
import { scalar, type Feeds, type Work } from './lesson.js';

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

/** Has a network's parameters, and moves them. Where they are is its own affair: in memory, or on a device. */
export interface Learner {
  readonly device: string;
  /** What a person should know of it; empty where there is nothing. */
  readonly note: string;
  /** One step of Adam, at learning rate `lr`; gives its loss, mean nats a target. */
  step(work: Work, lr: number): Promise<number>;
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
