import {
  choice,
  flag,
  number,
  text,
  type Setting,
  type Values,
} from '../../src/daemon/core/setting.js';
import { pickSettings } from '../../src/daemon/core/settings.js';

/** Every setting of a training run, with its default; all of them are saved with the model. */
export const options: readonly Setting[] = [
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
    'step: score every so-manieth validation tick after an epoch; tutorial: training tick at the end; but 1,000 ticks at least, or all there are',
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
export const tutorialDefaults: Values = {
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
export const fromDefaults: Values = { lr: 0.001, steps: 8 };

/** What each is where nobody sets it. */
export const usual: Values = Object.fromEntries(options.map((each) => [each.name, each.default]));
