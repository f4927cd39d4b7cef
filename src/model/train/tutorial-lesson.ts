import type { TutorialWindows } from '../codec/tutorial-windows.js';
import type { TutorialArchitecture } from '../net/architecture.js';
import type { LearningShape } from '../net/learning-graph.js';
import { dropMasks, tutorialTrainGraph } from '../net/tutorial-train-graph.js';
import type { Rng } from '../rng.js';
import { dropMask, type Lesson, type Work } from './lesson.js';

export interface TutorialLessonSettings extends LearningShape {
  readonly dropout: number;
}

/** The tutorial's network on the tutorial's windows, each with one target: every one of them once in an epoch. */
export function tutorialLesson(
  architecture: TutorialArchitecture,
  windows: TutorialWindows,
  settings: TutorialLessonSettings,
): Lesson {
  const { B } = settings;
  return {
    architecture,
    settings,
    graph: () => tutorialTrainGraph(architecture, settings),
    epoch(rng) {
      const order = Array.from({ length: windows.count }, (_, at) => at);
      rng.shuffle(order);
      while (order.length % B !== 0) order.push(order[rng.below(windows.count)]);
      return { steps: order.length / B, work: work(architecture, windows, order, settings, rng) };
    },
  };
}

function* work(
  architecture: TutorialArchitecture,
  windows: TutorialWindows,
  order: readonly number[],
  { T, B, dropout }: TutorialLessonSettings,
  rng: Rng,
): Generator<Work> {
  const masks = dropMasks(architecture);
  for (let begin = 0; begin < order.length; begin += B) {
    const tokens = new Int32Array(T * B);
    const target = new Int32Array(B);
    for (let b = 0; b < B; b++) {
      const index = order[begin + b];
      windows.input(index).forEach((id, t) => (tokens[t * B + b] = id));
      target[b] = windows.target(index);
    }
    const drops = masks.map(({ layer, width }) => [
      `drop.${layer}`,
      dropMask([B, width], dropout, rng),
    ]);
    const feeds = {
      tokens: { data: tokens, dims: [T * B] },
      target: { data: target, dims: [B] },
      ...(Object.fromEntries(drops) as Work['feeds']),
    };
    yield { feeds, targets: B };
  }
}
