import type { Learner, TrainState } from '../train/learner.js';
import type { Lesson } from '../train/lesson.js';
import type { EngineChoice } from '../engine.js';
import { openOrtLearner } from './ort-learner.js';
import { openTfjsLearner } from './tfjs-learner.js';

/** What learns, from `state` on. @throws Fault ENGINE_FAILED where it does not load here, or cannot learn that network. */
export function createLearner(
  lesson: Lesson,
  state: TrainState,
  choice: EngineChoice & { readonly threads: number },
): Promise<Learner> {
  return choice.engine === 'tfjs'
    ? openTfjsLearner(lesson, state, choice)
    : openOrtLearner(lesson, state, choice);
}
