import { featureWidth, type StepArchitecture } from '../net/architecture.js';
import { carriedDims, trainGraph, type TrainShape } from '../net/train-graph.js';
import type { Piece } from '../piece.js';
import type { Rng } from '../rng.js';
import { epochBatches, type Batch } from './batches.js';
import { dropMask, scalar, type Feeds, type Lesson } from './lesson.js';
import type { Variation } from './vary.js';

export interface StepLessonSettings extends TrainShape {
  /** Share of what goes into layers and heads that is left out; the input is spared half of it. */
  readonly dropout: number;
  /** Chance that a window is not told one of its features. */
  readonly hide: number;
  /** Steps that an epoch has at least. */
  readonly least?: number;
  /** Chance that a piece is varied in an epoch, and what it may become. */
  readonly vary: number;
  readonly variations: readonly Variation[];
}

/** The `step` network, with a loss at every position of each window. */
export function stepLesson(
  architecture: StepArchitecture,
  pieces: readonly Piece[],
  settings: StepLessonSettings,
): Lesson {
  return {
    architecture,
    settings,
    ...(settings.carry === true ? { carried: carriedDims(architecture, settings.B) } : {}),
    graph: () => trainGraph(architecture, settings),
    epoch(rng) {
      const { steps, batches } = epochBatches(architecture, pieces, settings, rng);
      return { steps, work: work(architecture, batches, settings, rng) };
    },
  };
}

function* work(
  architecture: StepArchitecture,
  batches: Iterable<Batch>,
  { T, B, dropout, carry }: StepLessonSettings,
  rng: Rng,
) {
  for (const batch of batches) {
    const feeds = {
      ...batchFeeds(architecture, batch, T * B),
      ...(carry === true ? { goes_on: { data: batch.goesOn, dims: [1, B, 1] } } : {}),
      ...dropMasks(architecture, B, dropout, rng),
    };
    yield { feeds, targets: batch.targets };
  }
}

function batchFeeds(architecture: StepArchitecture, batch: Batch, M: number): Feeds {
  const F = featureWidth(architecture);
  const lanes = [M, architecture.lanes];
  return {
    tokens: { data: batch.tokens, dims: [M] },
    target: { data: batch.target, dims: [M] },
    token_scale: scalar(1 / Math.max(1, batch.targets)),
    ...(F === 0 ? {} : { features: { data: batch.features, dims: [M, F] } }),
    ...(architecture.feel === 0
      ? {}
      : {
          velocity: { data: batch.velocity, dims: lanes },
          offset: { data: batch.offset, dims: lanes },
          sounding: { data: batch.sounding, dims: lanes },
          note_scale: scalar(1 / Math.max(1, batch.notes)),
        }),
  };
}

/** One mask a window, the same at every step of it. */
function dropMasks(architecture: StepArchitecture, B: number, rate: number, rng: Rng): Feeds {
  const { embedding, hidden, layers } = architecture;
  const width = embedding + featureWidth(architecture);
  const between = Array.from({ length: layers }, (_, layer) => [
    `drop.${layer}`,
    dropMask([1, B, hidden], rate, rng),
  ]);
  return {
    'drop.in': dropMask([1, B, width], rate / 2, rng),
    ...(Object.fromEntries(between) as Feeds),
  };
}
