import type { Values } from '../../src/daemon/core/settings.js';
import { openOrtLearner } from '../../src/model/engine/ort-learner.js';
import { openTfjsLearner } from '../../src/model/engine/tfjs-learner.js';
import { Fault } from '../../src/model/fault.js';
import type { Learner, TrainState } from '../../src/model/train/learner.js';
import type { Lesson } from '../../src/model/train/lesson.js';
import { machineOf } from './settings.js';

/** What `fit` of TensorFlow.js can do, where there is more than that to choose from. */
const tfjsLimits: Values = { codec: 'tutorial', clip: 1000, 'weight-decay': 0 };

/** What learns, on the engine of the settings. @throws Fault BAD_VALUE where that engine does not do what they ask for. */
export async function openLearner(
  lesson: Lesson,
  state: TrainState,
  values: Values,
): Promise<Learner> {
  if (values['engine'] === 'ort') return openOrtLearner(lesson, state, machineOf(values));
  for (const [name, value] of Object.entries(tfjsLimits)) {
    if (values[name] === value) continue;
    throw new Fault(
      'BAD_VALUE',
      `--engine tfjs learns with --${name} ${String(value)}, not ${String(values[name])}`,
      {
        hint: `add --${name} ${String(value)}, or use --engine ort`,
      },
    );
  }
  return openTfjsLearner(lesson, state, { device: values['device'] as string });
}
