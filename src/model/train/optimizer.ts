import { adam } from '../net/adam.js';
import { scalar, type Feeds, type Fetched, type Lesson, type Work } from './lesson.js';

/** What runs the training graph: an onnxruntime session in the trainer. */
export interface Runner {
  run(feeds: Feeds): Promise<Fetched>;
}

/** Everything that a step changes, and all that resuming needs. P = all parameters. */
export interface TrainState {
  /** [P] each */
  params: Float32Array;
  m: Float32Array;
  v: Float32Array;
  /** Steps taken. */
  step: number;
}

export interface StepResult {
  /** Mean nats a target. */
  readonly loss: number;
  /** Of the gradient, before clipping. */
  readonly norm: number;
}

export function freshState(params: Float32Array): TrainState {
  return {
    params,
    m: new Float32Array(params.length),
    v: new Float32Array(params.length),
    step: 0,
  };
}

/** One step of Adam; `state` is replaced in place. */
export async function trainStep(
  runner: Runner,
  lesson: Lesson,
  state: TrainState,
  { feeds }: Work,
  lr: number,
): Promise<StepResult> {
  const dims = [state.params.length];
  const step = state.step + 1;
  const out = await runner.run({
    params: { data: state.params, dims },
    m: { data: state.m, dims },
    v: { data: state.v, dims },
    lr: scalar(lr),
    m_scale: scalar(1 / (1 - adam.beta1 ** step)),
    v_scale: scalar(1 / (1 - adam.beta2 ** step)),
    ...feeds,
  });
  state.params = out['params_next']!;
  state.m = out['m_next']!;
  state.v = out['v_next']!;
  state.step = step;
  lesson.settle(out, state.params);
  return { loss: out['loss']![0], norm: out['norm']![0] };
}
