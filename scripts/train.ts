import { execFileSync } from 'node:child_process';
import { parseArguments } from '../src/daemon/core/arguments.js';
import { renderCommandHelp } from '../src/daemon/core/help.js';
import { flag, number, text, type Setting, type Values } from '../src/daemon/core/settings.js';
import { scoreBaselines, type Baselines } from '../src/model/baselines.js';
import { openSession } from '../src/model/engine/ort.js';
import { scoreParams } from '../src/model/engine/score.js';
import type { Scores } from '../src/model/evaluate.js';
import { describeFault, Fault } from '../src/model/fault.js';
import { saveCheckpoint, type Checkpoint } from '../src/model/files/checkpoint.js';
import { readDataset, type Dataset } from '../src/model/files/dataset.js';
import { saveModel } from '../src/model/files/model-folder.js';
import { manifestVersion } from '../src/model/manifest.js';
import type { Architecture } from '../src/model/net/architecture.js';
import { paramCount } from '../src/model/net/params.js';
import { trainGraph } from '../src/model/net/train-graph.js';
import { usualVelocity } from '../src/model/piece.js';
import { trainEpoch } from '../src/model/train/trainer.js';
import { beginRun, resumeRun } from './train/begin.js';
import { ProgressLine } from './train/progress-line.js';
import { architectureOf, recipeOf, trainShapeOf } from './train/settings.js';

/** Every setting of a training run, with its default; all of them are saved with the model. */
const options: readonly Setting[] = [
  // data
  text('data', '', "folder of MIDI files, a .zip of them, or a folder with Groove's info.csv"),
  text('out', 'runs/latest', 'folder for the model and the checkpoint'),
  text('codec', 'step', 'how MIDI becomes tokens'),
  number('grid', [8, 32, 4], 16, 'ticks', 'ticks to a whole note', false),
  text('name', 'my model', 'what the model is called'),
  text('data-name', 'MIDI files of your own', 'what the card says of the data'),
  text('licence', 'unknown', 'licence of the data'),
  text('attribution', '', 'whom the card thanks for the data'),
  // network
  number('embedding', [1, 4096, 1], 64, '', 'width of a token', false),
  number('hidden', [1, 4096, 1], 256, 'units', 'width of an LSTM layer', false),
  number('layers', [1, 16, 1], 2, '', 'LSTM layers', false),
  number('feel', [1, 4096, 1], 64, '', 'width of the projection for loudness and timing', false),
  number('window', [2, 1000, 1], 100, 'inputs', 'the window of training and of play', false),
  // learning
  number('epochs', [1, 10_000, 1], 20, '', 'times through the data', false),
  number('batch', [1, 4096, 1], 32, 'windows', 'windows to a step', false),
  number('lr', [0, 1, 1e-6], 0.003, '', 'peak learning rate of Adam', false),
  number('warmup', [0, 100, 0.01], 0.5, 'epochs', 'rise to the peak', false),
  number('dropout', [0, 0.9, 0.01], 0.35, '', 'share of a layer left out in training', false),
  number(
    'hide',
    [0, 1, 0.01],
    0.1,
    '',
    'chance that a window is not told one of: bar position, loudness, timing, kind, tempo',
    false,
  ),
  number('smoothing', [0, 0.9, 0.001], 0, '', 'label smoothing', false),
  number('feel-weight', [0, 10, 0.01], 0.2, '', 'weight of the loudness and timing loss', false),
  number('clip', [0.01, 1000, 0.01], 1, '', 'largest norm of a gradient', false),
  number('weight-decay', [0, 1, 0.001], 0.02, '', 'decoupled weight decay', false),
  number(
    'stride',
    [1, 1000, 1],
    8,
    'ticks',
    'after an epoch, score every so-manieth validation tick',
    false,
  ),
  number(
    'seed',
    [0, 999_999, 1],
    1,
    '',
    'the same seed, data and settings give the same model',
    false,
  ),
  // the machine
  text('device', 'cpu', 'where onnxruntime computes'),
  number('threads', [1, 64, 1], 2, '', 'threads it computes with', false),
  flag('resume', 'go on from the checkpoint in --out'),
  flag('json', 'print one JSON object as the last line of standard output'),
];

const usage = { name: 'train', help: 'learn from MIDI files', options, positionals: '' };

async function train(values: Values): Promise<number> {
  if (values['data'] === '') {
    throw new Fault('USAGE', 'train needs MIDI files', { hint: 'add --data FOLDER' });
  }
  if (values['codec'] !== 'step') {
    throw new Fault('BAD_VALUE', `--codec ${String(values['codec'])} cannot be trained`, {
      hint: 'use --codec step',
    });
  }
  const out = values['out'] as string;
  const dataset = await readDataset(values['data'] as string, { grid: values['grid'] as number });
  reportData(dataset);
  const architecture = architectureOf(values, dataset);
  const run =
    values['resume'] === true
      ? await resumeRun(out, architecture, values)
      : beginRun(architecture, values);
  const learned = await learn(architecture, dataset, run, values);
  if (learned === undefined) return 130;
  const { train: pieces, test } = dataset.splits;
  const judged = test.length > 0 ? test : pieces;
  const network = { architecture, params: learned.best.params, window: recipeOf(values).window };
  const scores = await scoreParams(network, judged, 1, machineOf(values));
  const baselines = scoreBaselines(pieces, judged, architecture.vocabulary);
  const manifest = describeModel(architecture, dataset, learned, scores, baselines, values);
  await saveModel(out, { params: learned.best.params, manifest });
  say(
    `saved to ${out}: ${scores.natsPerTick.toFixed(4)} nats a tick on the test split, ` +
      `where a 5-gram has ${baselines.ngram.toFixed(4)}`,
  );
  if (values['json'] === true) print(summary(dataset, learned, scores, baselines, values));
  return 0;
}

/** Trains to the last epoch, with a checkpoint after each; undefined where it was interrupted. */
async function learn(
  architecture: Architecture,
  { splits }: Dataset,
  begun: Checkpoint,
  values: Values,
): Promise<Checkpoint | undefined> {
  const recipe = recipeOf(values);
  const session = await openSession(
    trainGraph(architecture, trainShapeOf(values)),
    machineOf(values),
  );
  const judged = splits.validation.length > 0 ? splits.validation : splits.train;
  say(`${paramCount(architecture).toLocaleString('en')} parameters`);
  let stopping = false;
  process.once('SIGINT', () => (stopping = true));
  let run = begun;
  while (run.progress.epoch < recipe.epochs) {
    const line = new ProgressLine(`epoch ${run.progress.epoch + 1} of ${recipe.epochs}`);
    const began = performance.now();
    let targets = 0;
    let nats = 0;
    const whole = await trainEpoch(
      session,
      architecture,
      splits.train,
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

function describeModel(
  architecture: Architecture,
  dataset: Dataset,
  { best, settings }: Checkpoint,
  scores: Scores,
  baselines: Baselines,
  values: Values,
) {
  return {
    format: 'ghostnote-model' as const,
    version: manifestVersion,
    name: values['name'] as string,
    architecture: { ...architecture, features: [...architecture.features] },
    codec: dataset.spec,
    vocabulary: { names: [...dataset.vocabulary.names], counts: [...dataset.vocabulary.counts] },
    window: values['window'] as number,
    usualVelocity: usualVelocity(dataset.splits.train, architecture.lanes),
    training: { commit: commit(), ...settings },
    data: {
      name: values['data-name'] as string,
      licence: values['licence'] as string,
      attribution: values['attribution'] as string,
    },
    scores: {
      'best epoch': best.epoch,
      'validation, nats a tick': best.nats,
      'test, nats a tick': scores.natsPerTick,
      'test, ticks': scores.ticks,
      'test, accuracy': scores.accuracy,
      'test, velocity error (MIDI)': scores.velocityMae,
      'test, offset error (ticks)': scores.offsetMae,
      'test, nats a tick of a unigram': baselines.unigram,
      'test, nats a tick of a 5-gram': baselines.ngram,
    },
  };
}

function summary(
  { skipped }: Dataset,
  run: Checkpoint,
  scores: Scores,
  baselines: Baselines,
  values: Values,
): object {
  return {
    model: values['out'],
    epochs: run.progress.epoch,
    tokens_per_s: Math.round(run.targets / run.seconds),
    best: { epoch: run.best.epoch, val_nats: run.best.nats },
    test: { nats_per_tick: scores.natsPerTick },
    baselines,
    seconds: Math.round(run.seconds),
    peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    skipped: skipped.map(({ file, code }) => ({ file, code })),
  };
}

function reportData({ spec, vocabulary, splits, skipped }: Dataset): void {
  const count = (name: keyof typeof splits): string => {
    const ticks = splits[name].reduce((total, { tokens }) => total + tokens.length, 0);
    return `${name} ${splits[name].length} pieces, ${ticks.toLocaleString('en')} ticks`;
  };
  say(
    `${spec.material}: ${count('train')}; ${count('validation')}; ${count('test')}; ${vocabulary.size} tokens`,
  );
  for (const { file, message, offset } of skipped) {
    say(`skipped ${file}: ${message}${offset === undefined ? '' : ` (at byte ${offset})`}`);
  }
}

function machineOf(values: Values): { device: string; threads: number } {
  return { device: values['device'] as string, threads: values['threads'] as number };
}

/** The commit of this checkout, for the card; `-dirty` where files differ from it. */
function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(`${renderCommandHelp(usage)}\n`);
    return 0;
  }
  return train(parseArguments(argv, usage, process.env).values);
}

main(process.argv.slice(2)).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    if (!(error instanceof Fault)) throw error;
    say(`train: ${describeFault(error)}`);
    process.exitCode = error.exit;
  },
);
