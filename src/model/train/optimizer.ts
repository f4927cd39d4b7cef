import { featureWidth, type StepArchitecture } from '../net/architecture.js';
import { paramCount } from '../net/params.js';
import { adam } from '../net/train-graph.js';
import type { Rng } from '../rng.js';
import type { Batch } from './batches.js';

/** What runs the training graph: an onnxruntime session in the trainer. */
export interface Runner {
  run(
    feeds: Readonly<Record<string, { data: Float32Array | Int32Array; dims: readonly number[] }>>,
  ): Promise<Readonly<Record<string, Float32Array | undefined>>>;
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
  /** Mean negative log-density of a note's loudness and timing, less constants. */
  readonly feelLoss: number;
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

/** One step of Adam on one batch; `state` is replaced in place. `dropout` applies to inputs of layers and heads. */
export async function trainStep(
  runner: Runner,
  architecture: StepArchitecture,
  state: TrainState,
  batch: Batch,
  shape: { readonly T: number; readonly B: number },
  settings: { readonly lr: number; readonly dropout: number },
  rng: Rng,
): Promise<StepResult> {
  const P = paramCount(architecture);
  const M = shape.T * shape.B;
  const F = featureWidth(architecture);
  const lanes = [M, architecture.lanes];
  const step = state.step + 1;
  const out = await runner.run({
    params: { data: state.params, dims: [P] },
    m: { data: state.m, dims: [P] },
    v: { data: state.v, dims: [P] },
    tokens: { data: batch.tokens, dims: [M] },
    target: { data: batch.target, dims: [M] },
    token_scale: scalar(1 / Math.max(1, batch.targets)),
    lr: scalar(settings.lr),
    m_scale: scalar(1 / (1 - adam.beta1 ** step)),
    v_scale: scalar(1 / (1 - adam.beta2 ** step)),
    ...(F === 0 ? {} : { features: { data: batch.features, dims: [M, F] } }),
    ...(architecture.feel === 0
      ? {}
      : {
          velocity: { data: batch.velocity, dims: lanes },
          offset: { data: batch.offset, dims: lanes },
          sounding: { data: batch.sounding, dims: lanes },
          note_scale: scalar(1 / Math.max(1, batch.notes)),
        }),
    ...dropoutMasks(architecture, shape.B, settings.dropout, rng),
  });
  state.params = out['params_next']!;
  state.m = out['m_next']!;
  state.v = out['v_next']!;
  state.step = step;
  return { loss: out['loss']![0], feelLoss: out['feel_loss']?.[0] ?? 0, norm: out['norm']![0] };
}

/** Zeros with probability `rate`, else 1 / (1 - rate); one mask a window. The input is spared half of it. */
function dropoutMasks(architecture: StepArchitecture, B: number, rate: number, rng: Rng) {
  const mask = (width: number, chance: number) => ({
    data: Float32Array.from({ length: B * width }, () =>
      rng.next() < chance ? 0 : 1 / (1 - chance),
    ),
    dims: [1, B, width],
  });
  const layers = Array.from({ length: architecture.layers }, (_, layer) => [
    `drop.${layer}`,
    mask(architecture.hidden, rate),
  ]);
  const input = mask(architecture.embedding + featureWidth(architecture), rate / 2);
  return { 'drop.in': input, ...Object.fromEntries(layers) } as Record<
    string,
    ReturnType<typeof mask>
  >;
}

function scalar(value: number) {
  return { data: Float32Array.of(value), dims: [] };
}
