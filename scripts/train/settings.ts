import type { Values } from '../../src/daemon/core/settings.js';
import { pieceKinds, pieceStyles } from '../../src/model/features.js';
import type { Dataset } from '../../src/model/files/dataset.js';
import type { StepArchitecture } from '../../src/model/net/architecture.js';
import type { TrainShape } from '../../src/model/net/train-graph.js';
import type { Recipe } from '../../src/model/train/trainer.js';

/** The settings of a run, as the parts of the trainer take them. */

export function architectureOf(values: Values, { vocabulary, codec }: Dataset): StepArchitecture {
  const width = codec.lanes;
  return {
    kind: 'step',
    vocabulary: vocabulary.size,
    embedding: values['embedding'] as number,
    hidden: values['hidden'] as number,
    layers: values['layers'] as number,
    feel: values['feel'] as number,
    lanes: width,
    features: [
      { name: 'position', width: 2 * codec.spec.grid }, // up to two whole notes to a bar
      { name: 'velocity', width },
      { name: 'offset', width },
      { name: 'kind', width: pieceKinds.length },
      { name: 'style', width: pieceStyles.length },
      { name: 'tempo', width: 1 },
    ],
  };
}

export function recipeOf(values: Values): Recipe {
  return {
    epochs: values['epochs'] as number,
    batch: values['batch'] as number,
    window: values['window'] as number,
    lr: values['lr'] as number,
    warmup: values['warmup'] as number,
    dropout: values['dropout'] as number,
    hide: values['hide'] as number,
    vary: values['vary'] as number,
    seed: values['seed'] as number,
  };
}

export function trainShapeOf(values: Values): TrainShape {
  return {
    T: values['window'] as number,
    B: values['batch'] as number,
    smoothing: values['smoothing'] as number,
    feelWeight: values['feel-weight'] as number,
    clip: values['clip'] as number,
    weightDecay: values['weight-decay'] as number,
  };
}

export function machineOf(values: Values): { device: string; threads: number } {
  return { device: values['device'] as string, threads: values['threads'] as number };
}
