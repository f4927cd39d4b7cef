import { parseArguments } from '../src/daemon/core/arguments.js';
import { renderCommandHelp } from '../src/daemon/core/help.js';
import { flag, number, text, type Setting, type Values } from '../src/daemon/core/settings.js';
import { scoreBaselines } from '../src/model/baselines.js';
import { scoreParams } from '../src/model/engine/score.js';
import { describeFault, Fault } from '../src/model/fault.js';
import { readDataset, type Dataset } from '../src/model/files/dataset.js';
import { saveModel } from '../src/model/files/model-folder.js';
import { beginRun, resumeRun } from './train/begin.js';
import { learn } from './train/learn.js';
import { describeModel, summarise } from './train/result.js';
import { architectureOf, machineOf } from './train/settings.js';

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
  number(
    'patience',
    [1, 10_000, 1],
    6,
    'epochs',
    'ends after so many that did not do better on the validation split',
    false,
  ),
  number('batch', [1, 4096, 1], 32, 'windows', 'windows to a step', false),
  number('lr', [0, 1, 1e-6], 0.003, '', 'peak learning rate of Adam', false),
  number('warmup', [0, 100, 0.01], 0.5, 'epochs', 'rise to the peak', false),
  number('dropout', [0, 0.9, 0.01], 0.35, '', 'share of a layer left out in training', false),
  number(
    'hide',
    [0, 1, 0.01],
    0.1,
    '',
    'chance that a window is not told one of: bar position, loudness, timing, kind, style, tempo',
    false,
  ),
  number(
    'vary',
    [0, 1, 0.01],
    0.5,
    '',
    'chance that a piece is played otherwise in an epoch: other drums, key, loudness, tempo',
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
  const learned = await learn(architecture, dataset, run, values, say);
  if (learned === undefined) return 130;
  const { train: pieces, test } = dataset.splits;
  const judged = test.length > 0 ? test : pieces;
  const { params } = learned.best;
  const network = { architecture, params, window: values['window'] as number };
  const result = {
    run: learned,
    scores: await scoreParams(network, judged, 1, machineOf(values)),
    baselines: scoreBaselines(pieces, judged, architecture.vocabulary),
  };
  await saveModel(out, { params, manifest: describeModel(architecture, dataset, result, values) });
  say(
    `saved to ${out}: ${result.scores.natsPerTick.toFixed(4)} nats a tick on the test split, ` +
      `where a 5-gram has ${result.baselines.ngram.toFixed(4)}`,
  );
  if (values['json'] === true) {
    process.stdout.write(`${JSON.stringify(summarise(dataset, result, values))}\n`);
  }
  return 0;
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

function say(line: string): void {
  process.stderr.write(`${line}\n`);
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
