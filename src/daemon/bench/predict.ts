import type { Engine } from '../../model/engine.js';
import { createEngine, engineChoices } from '../../model/engine/create-engine.js';
import { Fault } from '../../model/fault.js';
import type { TutorialArchitecture } from '../../model/net/architecture.js';
import { initialParams } from '../../model/net/params.js';
import { Rng } from '../../model/rng.js';
import type { Command } from '../command.js';
import { number } from '../core/setting.js';
import { pickSettings } from '../core/settings.js';
import { hurryMost } from '../io/priority.js';
import { rounded, time, type Millis } from '../../model/engine/timing.js';

/** The size of the tutorial's network (DESIGN 1). Its weights are drawn: speed does not depend on them. */
const architecture: TutorialArchitecture = {
  kind: 'tutorial',
  vocabulary: 300,
  stack: [
    { type: 'lstm', units: 256, gates: 'sigmoid' },
    { type: 'lstm', units: 256, gates: 'sigmoid' },
    { type: 'norm', epsilon: 1e-3 },
    { type: 'dense', units: 128 },
    { type: 'relu' },
    { type: 'norm', epsilon: 1e-3 },
    { type: 'dense', units: 300 },
  ],
  feel: 0,
  lanes: 1,
  features: [],
};
const compared = 10;

interface Row {
  readonly engine: string;
  readonly device: string;
  readonly window_ms: Millis;
  readonly step_ms: Millis;
  /** Largest difference from the first engine's, over some windows. */
  readonly max_abs_log_prob_diff: number;
}

/** Prediction with the tutorial's network, one part alone, on every engine and device that loads here. */
export const benchPredict: Command = {
  help: 'time whole windows and single steps of the tutorial network, on every engine that loads',
  options: [
    number('seconds', [0.1, 3600, 0.1], 10, 's', 'at most so long for each figure', false),
    number('threads', [1, 64, 1], 1, '', 'threads that an engine computes with', false),
    number('window', [2, 1000, 1], 100, 'inputs', 'inputs of a window', false),
    ...pickSettings('json'),
  ],
  positionals: '',
  async run({ values, out, err }) {
    hurryMost(); // as the model thread does
    const params = initialParams(architecture, new Rng(1));
    const rng = new Rng(2);
    const windows = Array.from({ length: compared }, () =>
      Int32Array.from({ length: values['window'] as number }, () =>
        rng.below(architecture.vocabulary),
      ),
    );
    const rows: Row[] = [];
    const failed: { engine: string; device: string; reason: string }[] = [];
    let reference: Float32Array[] | undefined;
    for (const choice of engineChoices()) {
      try {
        const threads = values['threads'] as number;
        const engine = await createEngine(architecture, params, { ...choice, threads });
        const { name, device } = engine;
        const found = await predictAll(engine, windows);
        reference ??= found;
        rows.push({
          engine: name,
          device,
          ...(await timeEngine(engine, windows, values['seconds'] as number)),
          max_abs_log_prob_diff: largestDifference(found, reference),
        });
        await engine.close();
        err(describe(rows.at(-1)!));
      } catch (fault) {
        if (!(fault instanceof Fault)) throw fault;
        failed.push({ ...choice, reason: fault.message });
        err(`${choice.engine} on ${choice.device}: ${fault.message}`);
      }
    }
    if (values['json'] === true) out(JSON.stringify({ engines: rows, failed }));
    return 0;
  },
};

async function predictAll(engine: Engine, windows: readonly Int32Array[]): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  const zero = engine.zero(1);
  for (const window of windows) {
    const { logProbs } = await engine.predict(window, new Float32Array(), zero);
    all.push(logProbs);
  }
  zero.release();
  return all;
}

async function timeEngine(engine: Engine, windows: readonly Int32Array[], seconds: number) {
  const none = new Float32Array();
  const [window = new Int32Array()] = windows;
  const zero = engine.zero(1);
  const whole = await time(() => engine.predict(window, none, zero), { times: 300, seconds });
  const { state } = await engine.run(window, none, zero);
  zero.release();
  const step = await time(() => engine.predict(window.subarray(-1), none, state), {
    times: 2000,
    seconds,
  });
  state.release();
  return { window_ms: rounded(whole), step_ms: rounded(step) };
}

function largestDifference(
  found: readonly Float32Array[],
  wanted: readonly Float32Array[],
): number {
  return Math.max(
    ...found.map((row, at) =>
      row.reduce((most, value, v) => Math.max(most, Math.abs(value - wanted[at]![v]!)), 0),
    ),
  );
}

function describe({ engine, device, window_ms, step_ms, max_abs_log_prob_diff }: Row): string {
  return (
    `${engine} on ${device}: whole window ${window_ms.p50} ms (p99 ${window_ms.p99}), ` +
    `step ${step_ms.p50} ms (p99 ${step_ms.p99}), off by ${max_abs_log_prob_diff.toExponential(1)}`
  );
}
