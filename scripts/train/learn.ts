import { join } from 'node:path';
import type { Values } from '../../src/daemon/core/setting.js';
import { Fault, type FaultCode } from '../../src/model/fault.js';
import { saveCheckpoint, type Checkpoint } from '../../src/model/files/checkpoint.js';
import { replaceFile } from '../../src/model/files/replace-file.js';
import { paramCount } from '../../src/model/net/params.js';
import type { Learner, TrainState } from '../../src/model/train/learner.js';
import { diverged, trainEpoch } from '../../src/model/train/trainer.js';
import { isOver } from './begin.js';
import { endings } from './endings.js';
import { openLearner } from './learner.js';
import { renderLossPage } from './loss-plot.js';
import { ProgressLine, type Screen } from './progress-line.js';
import { draftModel } from './result.js';
import { clearSamples, sampleFile, writeSample } from './samples.js';
import { machineOf, paceOf } from './settings.js';
import type { Task } from './task.js';

/** In an epoch that is long, what was learned is saved as often, in milliseconds. */
const saveEvery = 120_000;

/**
 * Trains to the last epoch, with a checkpoint after each and now and then in one; undefined where it was interrupted.
 * @throws Fault DIVERGED where it has come to numbers that are none before any epoch ended.
 */
export async function learn(
  task: Task,
  begun: Checkpoint,
  values: Values,
  screen: Screen,
): Promise<Checkpoint | undefined> {
  let stopping = false;
  const stop = (): void => {
    stopping = true;
    screen.write('\nstops, and saves what it has learned\n');
  };
  for (const signal of endings) process.once(signal, stop);
  try {
    return await learnUntil(() => stopping, task, begun, values, screen);
  } finally {
    for (const signal of endings) process.off(signal, stop);
  }
}

async function learnUntil(
  stopping: () => boolean,
  task: Task,
  begun: Checkpoint,
  values: Values,
  screen: Screen,
): Promise<Checkpoint | undefined> {
  const say = (line: string): void => void screen.write(`${line}\n`);
  const { lesson } = task;
  const out = values['out'] as string;
  const pace = paceOf(values);
  say(`${paramCount(lesson.architecture).toLocaleString('en')} parameters`);
  const learner = await openLearner(lesson, begun.state, values);
  say(`learns on ${values['engine'] as string}, ${learner.device}`);
  if (learner.note !== '') say(learner.note);
  let run = begun;
  const { progress } = run;
  const every = values['samples'] as number;
  const showLosses = (): Promise<void> =>
    replaceFile(
      join(out, 'loss.html'),
      renderLossPage(run.history, {
        title: values['name'] as string,
        judgedBy: task.judgedBy,
        epochs: pace.epochs,
        done: isOver(run, values),
      }),
    );
  if (task.base !== undefined && run.best.epoch === 0) {
    const { params } = task.base;
    const nats = await task.judge(params, NaN);
    say(`"${task.base.manifest.name}" as it was: ${nats.toFixed(4)} nats a tick, ${task.judgedBy}`);
    run = { ...run, best: { params, epoch: 0, nats } };
  }
  // A folder that cannot be written to is found before anything is learned.
  await saveCheckpoint(out, run);
  if (run.state.step === 0) await clearSamples(out);
  await showLosses();
  say(`losses: ${join(out, 'loss.html')}`);
  try {
    while (!isOver(run, values)) {
      const about = { from: progress.done, after: pace.epochs - progress.epoch - 1 };
      const title = `epoch ${progress.epoch + 1} of ${pace.epochs}`;
      const line = new ProgressLine(title, about, screen);
      const began = performance.now();
      let saved = began;
      let learned = 0;
      const save = async (): Promise<void> => {
        saved = performance.now();
        const seconds = run.seconds + (saved - began) / 1000;
        run = { ...run, state: await finiteState(learner) };
        await saveCheckpoint(out, { ...run, seconds, targets: run.targets + learned });
      };
      const loss = await trainEpoch(
        learner,
        lesson,
        pace,
        progress,
        async ({ done, targets, nats }, steps, more) => {
          learned += more;
          const speed = Math.round((1000 * learned) / (performance.now() - began));
          line.show(done, steps, `loss ${(nats / targets).toFixed(4)}, ${speed} tokens/s`);
          if (performance.now() - saved > saveEvery) await save();
          return !stopping();
        },
      );
      if (loss === undefined) {
        await save();
        say('\nstopped, and all is kept: the same command with --resume goes on.');
        return undefined;
      }
      const seconds = run.seconds + (performance.now() - began) / 1000;
      const state = await finiteState(learner);
      const { params } = state;
      const judged = await task.judge(params, loss);
      line.end(`loss ${loss.toFixed(4)}, ${task.judgedBy} ${judged.toFixed(4)} nats a tick`);
      run = {
        ...run,
        state,
        best: judged < run.best.nats ? { params, epoch: progress.epoch, nats: judged } : run.best,
        history: [...run.history, { loss, judged }],
        seconds,
        targets: run.targets + learned,
      };
      await saveCheckpoint(out, run);
      await showLosses();
      const { epoch } = progress;
      if (every > 0 && epoch % every === 0) {
        const model = { manifest: draftModel(task, values), params };
        await writeSample(model, task.song, sampleFile(out, epoch), machineOf(values));
      }
    }
  } catch (fault) {
    const lost = !(fault instanceof Fault) || fault.code !== 'DIVERGED' || run.best.epoch === 0;
    if (lost) throw resumable(fault);
    say(
      `\n${fault.message}: what it knew after epoch ${run.best.epoch} is kept. Hint: ${fault.hint}`,
    );
  }
  await learner.close();
  return run;
}

/** What it has learned. A checkpoint of numbers that are none could not be read again. @throws Fault DIVERGED */
async function finiteState(learner: Learner): Promise<TrainState> {
  const state = await learner.state();
  if (!state.params.every(Number.isFinite)) throw diverged();
  return state;
}

/** What failed in mid-run is no engine that is not there and no place badly chosen, as the hints of such faults have it. */
function resumable(fault: unknown): unknown {
  if (!(fault instanceof Fault)) return fault;
  const { code, message, file } = fault;
  const hint = hints[code];
  if (hint === undefined) return fault;
  return new Fault(code, message, { hint, cause: fault, ...(file !== undefined && { file }) });
}

const goesOn = 'the same command with --resume goes on from the last checkpoint';
const hints: Partial<Record<FaultCode, string>> = {
  ENGINE_FAILED: `${goesOn}; with --device cpu, too`,
  FILE_UNWRITABLE: `make it writable, or room for it; then ${goesOn}`,
};
