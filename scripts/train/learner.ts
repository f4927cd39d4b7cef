import type { Values } from '../../src/daemon/core/setting.js';
import { createLearner } from '../../src/model/engine/create-learner.js';
import { Fault } from '../../src/model/fault.js';
import type { Learner, TrainState } from '../../src/model/train/learner.js';
import type { Lesson } from '../../src/model/train/lesson.js';

/** What `fit` of TensorFlow.js can do, where there is more than that to choose from. */
const tfjsLimits: Values = { codec: 'tutorial', clip: 1000, 'weight-decay': 0 };

/** What learns, on the engine of the settings. @throws Fault BAD_VALUE where that engine does not do what they ask for. */
export function openLearner(lesson: Lesson, state: TrainState, values: Values): Promise<Learner> {
  const engine = values['engine'] as string;
  for (const [name, value] of Object.entries(engine === 'tfjs' ? tfjsLimits : {})) {
    if (values[name] === value) continue;
    throw new Fault(
      'BAD_VALUE',
      `--engine tfjs learns with --${name} ${String(value)}, not ${String(values[name])}`,
      {
        hint: `add --${name} ${String(value)}, or use --engine ort`,
      },
    );
  }
  const [device, threads] = [values['device'] as string, values['threads'] as number];
  return createLearner(lesson, state, { engine, device, threads });
}
