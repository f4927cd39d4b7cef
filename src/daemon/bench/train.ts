import type { EngineChoice } from '../../model/engine.js';
import { evenBars } from '../../model/bars.js';
import { engineChoices } from '../../model/engine/create-engine.js';
import { createLearner } from '../../model/engine/create-learner.js';
import { hardwareOf } from '../../model/engine/ort-devices.js';
import { time } from '../../model/engine/timing.js';
import { Fault } from '../../model/fault.js';
import type { StepArchitecture } from '../../model/net/architecture.js';
import { initialParams } from '../../model/net/params.js';
import { Rng } from '../../model/rng.js';
import type { Piece } from '../../model/piece.js';
import { freshState } from '../../model/train/learner.js';
import { stepLesson } from '../../model/train/step-lesson.js';
import type { Command } from '../command.js';
import { number } from '../core/setting.js';
import { pickSettings } from '../core/settings.js';

/** A network of the tutorial's size. Its data is drawn: speed does not depend on it. */
const architecture: StepArchitecture = {
  kind: 'step',
  vocabulary: 300,
  embedding: 64,
  hidden: 256,
  layers: 2,
  feel: 0,
  lanes: 1,
  features: [],
};

/** Training on every engine and device that loads here, with a loss at every position of 32 windows of 100. */
export const benchTrain: Command = {
  help: 'tokens a second that training takes, on every engine and device that loads',
  options: [
    number(
      'seconds',
      [0.1, 3600, 0.1],
      10,
      's',
      'at most so long for each, once it is warm',
      false,
    ),
    number('threads', [1, 64, 1], 2, '', 'threads it computes with', false),
    number('batch', [1, 4096, 1], 32, 'windows', 'windows to a step', false),
    number('window', [2, 1000, 1], 100, 'inputs', 'inputs of a window', false),
    ...pickSettings('json'),
  ],
  positionals: '',
  async run({ values, out, err }) {
    const rows: (EngineChoice & { tokens_per_s: number })[] = [];
    const failed: (EngineChoice & { reason: string })[] = [];
    const shape = { T: values['window'] as number, B: values['batch'] as number };
    for (const choice of engineChoices()) {
      const { engine } = choice;
      try {
        const machine = { ...choice, threads: values['threads'] as number };
        const seconds = values['seconds'] as number;
        const { device, speed } = await timeTraining(architecture, shape, machine, seconds);
        rows.push({ engine, device, tokens_per_s: Math.round(speed) });
        err(`${engine} on ${device}: ${Math.round(speed)} tokens/s`);
      } catch (fault) {
        if (!(fault instanceof Fault)) throw fault;
        failed.push({ ...choice, reason: fault.message });
        err(`${engine} on ${choice.device}: ${fault.message}`);
      }
    }
    if (values['json'] === true) out(JSON.stringify({ engines: rows, failed }));
    return 0;
  },
};

/** Tokens a second of steps of T * B tokens, after the first ones: the median of those within `seconds`, of one at least. */
export async function timeTraining(
  network: StepArchitecture,
  { T, B }: { readonly T: number; readonly B: number },
  machine: EngineChoice & { readonly threads: number },
  seconds: number,
): Promise<{ readonly device: string; readonly speed: number }> {
  const rng = new Rng(1);
  const lesson = stepLesson(network, [drawPiece(network, T * B, rng)], {
    ...{ T, B, smoothing: 0, feelWeight: 0, clip: 1, weightDecay: 0.02, dropout: 0.35 },
    ...{ hide: 0, vary: 0, variations: [], hardware: hardwareOf(machine.device) },
  });
  const learner = await createLearner(lesson, freshState(initialParams(network, rng)), machine);
  const [work] = lesson.epoch(rng).work;
  // In plain JavaScript a step takes minutes, and nothing has to be compiled for it before.
  const limits = { times: 20, seconds: learner.device === 'js' ? 0 : seconds };
  const steps = Array.from({ length: learner.atOnce }, () => ({ work: work!, lr: 1e-3 }));
  const { p50 } = await time(() => learner.learn(steps), limits);
  await learner.close();
  return { device: learner.device, speed: (1000 * T * B * steps.length) / p50 };
}

function drawPiece({ vocabulary, lanes }: StepArchitecture, length: number, rng: Rng): Piece {
  return {
    file: 'drawn',
    tokens: Int32Array.from({ length }, () => rng.below(vocabulary)),
    velocity: new Float32Array(length * lanes),
    offset: new Float32Array(length * lanes),
    sounds: [],
    bars: evenBars(16, length),
    kind: 'beat',
    tempo: 120,
    style: null,
  };
}
