import { existsSync } from 'node:fs';
import { parseArguments, type Usage } from '../src/daemon/core/arguments.js';
import { renderCommandHelp } from '../src/daemon/core/help.js';
import { mistypedVariables } from '../src/daemon/core/mistyped-variables.js';
import {
  choice,
  flag,
  number,
  text,
  type Setting,
  type Values,
} from '../src/daemon/core/setting.js';
import { pickSettings, settings } from '../src/daemon/core/settings.js';
import { describeFault, Fault } from '../src/model/fault.js';
import { saveModel } from '../src/model/files/model-folder.js';
import { linesOf } from '../src/model/files/notices.js';
import { openBase, shapedAs } from './train/base.js';
import { beginRun, findRun, folderOf } from './train/begin.js';
import { holdFolder } from './train/hold-folder.js';
import { learn } from './train/learn.js';
import { describeModel, summarise } from './train/result.js';
import { stepTask } from './train/step-task.js';
import { tutorialTask } from './train/tutorial-task.js';

/** Every setting of a training run, with its default; all of them are saved with the model. */
const options: readonly Setting[] = [
  // data
  text('data', '', "folder of MIDI files, a .zip of them, or a folder with Groove's info.csv"),
  text('out', 'runs/latest', 'folder for the model and the checkpoint'),
  choice('codec', ['step', 'tutorial'], 'how MIDI becomes tokens, and which network learns them'),
  choice(
    'material',
    ['auto', 'drums', 'notes'],
    'step: what it learns; auto is what most notes are, by their channel',
  ),
  number('grid', [8, 32, 4], 16, 'ticks', 'ticks to a whole note', false),
  number('files', [1, 1_000_000, 1], 200, 'files', 'tutorial: so many, drawn with the seed', false),
  text('name', 'my model', 'what the model is called'),
  text('data-name', 'MIDI files of your own', 'what the card says of the data'),
  text('licence', 'unknown', 'licence of the data'),
  text('attribution', '', 'whom the card thanks for the data'),
  // network
  text(
    'from',
    '',
    'step: a model to learn on from, such as groove: its network, tokens and window stay',
  ),
  number('embedding', [1, 4096, 1], 64, '', 'step: width of a token', false),
  choice('cell', ['lstm', 'gru', 'rnn'], 'tutorial: what its recurrent layers are made of'),
  number('hidden', [1, 4096, 1], 256, 'units', 'width of a recurrent layer', false),
  number('layers', [1, 16, 1], 2, '', 'recurrent layers', false),
  number('dense', [1, 4096, 1], 128, 'units', 'tutorial: width of the dense layer', false),
  number(
    'feel',
    [1, 4096, 1],
    64,
    '',
    'step: width of the projection for loudness and timing',
    false,
  ),
  number('window', [2, 1000, 1], 100, 'inputs', 'the window of training and of play', false),
  // learning
  number('epochs', [1, 10_000, 1], 20, '', 'times through the data', false),
  number(
    'steps',
    [1, 10_000, 1],
    50,
    'steps',
    'step: an epoch has at least so many; of little data each piece comes more often in it',
    false,
  ),
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
  choice('schedule', ['cosine', 'constant'], 'how it goes on from there: to nothing, or as it is'),
  number('dropout', [0, 0.9, 0.01], 0.35, '', 'share of a layer left out in training', false),
  number(
    'hide',
    [0, 1, 0.01],
    0.1,
    '',
    'step: chance that a window is not told one of: bar position, loudness, timing, kind, style, tempo, the bars before',
    false,
  ),
  number(
    'vary',
    [0, 1, 0.01],
    0.5,
    '',
    'step: chance that a piece is played otherwise in an epoch: other drums, key, loudness, tempo',
    false,
  ),
  flag(
    'carry',
    "step: a piece's windows go on from each other; without, each begins anew, as in play",
  ),
  number('smoothing', [0, 0.9, 0.001], 0, '', 'step: label smoothing', false),
  number(
    'feel-weight',
    [0, 10, 0.01],
    0.2,
    '',
    'step: weight of the loudness and timing loss',
    false,
  ),
  number('clip', [0.01, 1000, 0.01], 1, '', 'largest norm of a gradient', false),
  number('weight-decay', [0, 1, 0.001], 0.02, '', 'decoupled weight decay', false),
  number(
    'stride',
    [1, 1000, 1],
    8,
    'ticks',
    'step: score every so-manieth validation tick after an epoch; tutorial: training tick at the end',
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
  // what is heard and seen of it
  number(
    'samples',
    [0, 10_000, 1],
    5,
    'epochs',
    'a MIDI file of its playing after so many; 0 is none',
    false,
  ),
  // the machine
  choice('engine', ['ort', 'tfjs'], 'what learns: onnxruntime, or `fit` of TensorFlow.js'),
  text('device', 'cpu', 'where that computes'),
  number('threads', [1, 64, 1], 2, '', 'threads it computes with', false),
  flag('resume', 'go on from the checkpoint in --out'),
  flag('force', 'write over a model that is in --out'),
  ...pickSettings('state'),
  flag('json', 'print one JSON object as the last line of standard output'),
];

/** What is otherwise where the tutorial's network learns: its own settings. */
const tutorialDefaults: Values = {
  epochs: 30,
  lr: 0.001,
  warmup: 0,
  schedule: 'constant',
  dropout: 0.3,
  clip: 1000,
  'weight-decay': 0,
  stride: 16,
};
/** And where it learns on from a model, which knows much already, and soon knows a few songs by heart. */
const fromDefaults: Values = { lr: 0.001, steps: 8 };

/** What each is where nobody sets it. */
const usual: Values = Object.fromEntries(options.map((each) => [each.name, each.default]));

const usage: Usage = {
  name: 'train',
  typed: 'npm run train --',
  help: 'learn from MIDI files',
  options,
  positionals: '',
};

async function train(values: Values): Promise<number> {
  if (values['data'] === '') {
    throw new Fault('USAGE', 'train needs MIDI files', { hint: 'add --data FOLDER' });
  }
  const folder = folderOf(values);
  // No folder is made for a run that is not there: what that comes to is said below.
  if (values['resume'] === true && !existsSync(folder)) return trainHere(values);
  const letGo = await holdFolder(folder);
  try {
    return await trainHere(values);
  } finally {
    await letGo();
  }
}

async function trainHere(given: Values): Promise<number> {
  const base = await openBase(given);
  const values = base === undefined ? given : shapedAs(given, usual, base);
  const found = await findRun(values);
  const task = await (values['codec'] === 'tutorial' ? tutorialTask : stepTask)(values, say, base);
  say(task.about);
  for (const line of linesOf(task)) say(line);
  const out = values['out'] as string;
  const begun = beginRun(found, task, values);
  const run = await learn(task, begun, values, say);
  if (run === undefined) return 130;
  const { params } = run.best;
  // Whatever happens now, it is there.
  await saveModel(out, { params, manifest: describeModel(task, run, values) });
  say(`saved to ${out}; it is scored now`);
  const assessment = await task.assess(params);
  await saveModel(out, { params, manifest: describeModel(task, run, values, assessment) });
  const { on, scores, baselines } = assessment;
  say(
    `${scores.natsPerTick.toFixed(4)} nats a tick on the ${on} pieces, ` +
      `where a 5-gram has ${baselines.ngram.toFixed(4)}`,
  );
  if (base !== undefined && run.best.epoch === 0)
    say(`no epoch did better than "${base.manifest.name}" as it was: that is what is saved`);
  if (scores.natsPerTick > baselines.ngram)
    say('that is worse than to count what follows what: more files, --epochs or --steps may help');
  if (values['json'] === true) {
    process.stdout.write(`${JSON.stringify(summarise(task, run, values, assessment))}\n`);
  }
  return 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(`${renderCommandHelp(usage)}\n`);
    return 0;
  }
  for (const line of mistypedVariables(process.env, [...settings, ...options]))
    say(`train: ${line}`);
  const { values } = parseArguments(argv, usage, process.env);
  const isTutorial = values['codec'] === 'tutorial';
  if (!isTutorial && values['from'] === '') return train(values);
  const others = isTutorial ? tutorialDefaults : fromDefaults;
  const changed = options.map((setting) => ({
    ...setting,
    default: others[setting.name] ?? setting.default,
  })) as Setting[];
  return train(parseArguments(argv, { ...usage, options: changed }, process.env).values);
}

// A terminal that was closed takes no more lines: what was learned is saved all the same.
process.stderr.on('error', () => undefined);

main(process.argv.slice(2)).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    if (!(error instanceof Fault)) throw error;
    say(`train: ${describeFault(error)}`);
    process.exitCode = error.exit;
  },
);
