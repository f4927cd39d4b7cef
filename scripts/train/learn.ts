import type { Values } from '../../src/daemon/core/settings.js';
import { openSession } from '../../src/model/engine/ort.js';
import { scoreParams } from '../../src/model/engine/score.js';
import { saveCheckpoint, type Checkpoint } from '../../src/model/files/checkpoint.js';
import type { Dataset } from '../../src/model/files/dataset.js';
import type { StepArchitecture } from '../../src/model/net/architecture.js';
import { paramCount } from '../../src/model/net/params.js';
import { trainGraph } from '../../src/model/net/train-graph.js';
import { trainEpoch } from '../../src/model/train/trainer.js';
import { variationsOf } from '../../src/model/train/vary.js';
import { ProgressLine } from './progress-line.js';
import { machineOf, recipeOf, trainShapeOf } from './settings.js';

/** Trains to the last epoch, with a checkpoint after each; undefined where it was interrupted. */
export async function learn(
  architecture: StepArchitecture,
  { splits, codec, vocabulary }: Dataset,
  begun: Checkpoint,
  values: Values,
  say: (line: string) => void,
): Promise<Checkpoint | undefined> {
  const recipe = recipeOf(values);
  const session = await openSession(
    trainGraph(architecture, trainShapeOf(values)),
    machineOf(values),
  );
  const material = { pieces: splits.train, variations: variationsOf(codec, vocabulary) };
  const judged = splits.validation.length > 0 ? splits.validation : splits.train;
  say(`${paramCount(architecture).toLocaleString('en')} parameters`);
  let stopping = false;
  process.once('SIGINT', () => (stopping = true));
  let run = begun;
  const patience = values['patience'] as number;
  while (run.progress.epoch < recipe.epochs && run.progress.epoch - run.best.epoch < patience) {
    const line = new ProgressLine(`epoch ${run.progress.epoch + 1} of ${recipe.epochs}`);
    const began = performance.now();
    let targets = 0;
    let nats = 0;
    const whole = await trainEpoch(
      session,
      architecture,
      material,
      recipe,
      run.progress,
      ({ loss }, done, total, counted) => {
        targets += counted;
        nats += loss * counted;
        const speed = Math.round((1000 * targets) / (performance.now() - began));
        line.show(done, total, `loss ${(nats / targets).toFixed(4)}, ${speed} tokens/s`);
        return !stopping;
      },
    );
    if (!whole) {
      say('\nstopped. All but this epoch is kept: the same command with --resume goes on.');
      return undefined;
    }
    const seconds = (performance.now() - began) / 1000;
    const { params } = run.progress.state;
    const network = { architecture, params, window: recipe.window };
    const stride = values['stride'] as number;
    const { natsPerTick } = await scoreParams(network, judged, stride, machineOf(values));
    line.end(
      `loss ${(nats / targets).toFixed(4)}, validation ${natsPerTick.toFixed(4)} nats a tick`,
    );
    const better = natsPerTick < run.best.nats;
    run = {
      ...run,
      best: better ? { params, epoch: run.progress.epoch, nats: natsPerTick } : run.best,
      seconds: run.seconds + seconds,
      targets: run.targets + targets,
    };
    await saveCheckpoint(values['out'] as string, run);
  }
  await session.close();
  return run;
}
