import {
  featureWidth,
  type Architecture,
  type StepArchitecture,
  type TutorialArchitecture,
} from '../net/architecture.js';
import { paramViews } from '../net/params.js';
import { isRecurrent } from '../net/stack.js';
import { stateTable } from '../net/states.js';
import { dropMasks } from '../net/tutorial-train-graph.js';
import { TfLayers } from './tfjs-layers.js';
import type { TfMasks } from './tfjs-masks.js';
import { tensorsOf, type Weight } from './tfjs-weights.js';
import type { LayersModel, SymbolicTensor, Tensor, Tf } from './tfjs.js';

/** A network as `tf.layers`, with the names that Keras gives such layers, which are those of the tutorial. */
export interface TfNetwork {
  readonly model: LayersModel;
  readonly weights: readonly Weight[];
  readonly masks: TfMasks;
}

interface Training {
  /** Where it is 0, nothing is masked. */
  readonly dropout: number;
}

/**
 * in: `tokens` [N, T] for a step network, [N, T, 1] and divided by V for the tutorial's; `features` [N, T, F] where it
 * has any; each state [N, units], in the order of `stateTable`.
 * out: logits [N, V]; the feel projection [N, D] where there is one; each state.
 *
 * For training, states are neither taken nor given, what is left out is told by `masks`, and a step network gives the
 * logits of each position [N, T, V], and nothing else.
 */
export function tfNetwork(
  tf: Tf,
  architecture: Architecture,
  params: Float32Array,
  training?: Training,
): TfNetwork {
  const layers = new TfLayers(tf);
  const states =
    training === undefined
      ? stateTable(architecture).map(({ units, name }) =>
          tf.input({ shape: [units], name: `state.${name}` }),
        )
      : [];
  const model =
    architecture.kind === 'step'
      ? stepModel(tf, layers, architecture, states, training)
      : tutorialModel(tf, layers, architecture, states, training);
  const { weights, masks } = layers;
  const tensors = tensorsOf(tf, weights, paramViews(architecture, params));
  weights.forEach(({ variable }, at) => variable.write(tensors[at]!));
  tf.dispose(tensors);
  return { model, weights, masks };
}

/** `tokens` [T, N] and `features` [T, N, F] as the network takes them: batch-major, as Keras has them. */
export function inputTensors(
  tf: Tf,
  architecture: Architecture,
  tokens: Int32Array,
  features: Float32Array,
  N: number,
): Tensor[] {
  const T = tokens.length / N;
  const F = featureWidth(architecture);
  const ids = tf.tensor2d(tokens, [T, N], 'int32').transpose();
  const inputs: Tensor[] =
    architecture.kind === 'step'
      ? [ids]
      : [ids.toFloat().div(architecture.vocabulary).expandDims(2)];
  if (F > 0) inputs.push(tf.tensor3d(features, [T, N, F]).transpose([1, 0, 2]));
  return inputs;
}

function stepModel(
  tf: Tf,
  layers: TfLayers,
  architecture: StepArchitecture,
  states: SymbolicTensor[],
  training: Training | undefined,
): LayersModel {
  const { vocabulary: V, embedding: E, hidden: H, feel: D } = architecture;
  const F = featureWidth(architecture);
  const drops = training !== undefined && training.dropout > 0;
  const inputs = [tf.input({ shape: [null], dtype: 'int32', name: 'tokens' })];
  let x = layers.embedding(V + 1, E, 'embedding', inputs[0]!);
  if (F > 0) {
    inputs.push(tf.input({ shape: [null, F], name: 'features' }));
    x = tf.layers.concatenate({ axis: -1 }).apply([x, inputs[1]!]) as SymbolicTensor;
  }
  if (drops) x = layers.dropout('drop.in', x);
  const after: SymbolicTensor[] = [];
  const cell = { type: 'lstm', units: H, gates: 'sigmoid' } as const;
  for (let layer = 0; layer < architecture.layers; layer++) {
    const names = (own: string): string[] =>
      (own === 'b' ? ['b_ih', 'b_hh'] : [own]).map((name) => `l${layer}.${name}`);
    const before = states.slice(2 * layer, 2 * layer + 2);
    const sequences = training !== undefined || layer < architecture.layers - 1;
    const result = layers.recurrent(cell, names, x, before, { sequences });
    x = drops ? layers.dropout(`drop.${layer}`, result.y) : result.y;
    after.push(...result.states);
  }
  const outputs = [layers.dense(V, (own) => [`head.${own}`], x)];
  if (training !== undefined) return tf.model({ inputs, outputs });
  if (D > 0) outputs.push(layers.dense(D, (own) => [`feel.in.${own}`], x));
  return tf.model({ inputs: [...inputs, ...states], outputs: [...outputs, ...after] });
}

function tutorialModel(
  tf: Tf,
  layers: TfLayers,
  architecture: TutorialArchitecture,
  states: SymbolicTensor[],
  training: Training | undefined,
): LayersModel {
  const { stack } = architecture;
  const table = stateTable(architecture);
  const drops = training !== undefined && training.dropout > 0;
  const dropping = new Set(drops ? dropMasks(architecture).map(({ layer }) => layer) : []);
  const lastRecurrent = stack.findLastIndex(isRecurrent);
  const tokens = tf.input({ shape: [null, 1], name: 'tokens' });
  const after: SymbolicTensor[] = [];
  let x = tokens;
  stack.forEach((layer, at) => {
    const names = (own: string): string[] => [`${at}.${own}`];
    const mask = dropping.has(at) ? `drop.${at}` : undefined;
    if (!isRecurrent(layer)) {
      x = layers.plain(layer, names, x);
      if (mask !== undefined) x = layers.dropout(mask, x);
      return;
    }
    const before = states.filter((_, s) => table[s]!.layer === at);
    const sequences = at < lastRecurrent;
    const result = layers.recurrent(layer, names, x, before, { sequences, mask });
    x = result.y;
    after.push(...result.states);
  });
  const outputs = states.length === 0 ? [x] : [x, ...after];
  return tf.model({ inputs: [tokens, ...states], outputs });
}
