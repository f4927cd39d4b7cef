import { scoreBaselines } from '../../model/baselines.js';
import { Vocabulary } from '../../model/codec/vocabulary.js';
import { longestCopiedRun } from '../../model/copied-run.js';
import { scoreParams, type Scored } from '../../model/engine/score.js';
import { Fault } from '../../model/fault.js';
import { linesOf } from '../../model/files/notices.js';
import { splits, type Split } from '../../model/files/split.js';
import { improvise } from '../../model/improvise.js';
import { scoreLastBar, scoreVoiceMeans, type NoteErrors } from '../../model/simple-players.js';
import type { Manifest } from '../../model/manifest.js';
import type { Model } from '../../model/model.js';
import { plainControls } from '../../model/tick.js';
import type { Command } from '../command.js';
import { number, text, type Values } from '../core/setting.js';
import { pickSettings } from '../core/settings.js';
import { loadData } from '../load-data.js';
import { loadGenerator, openModel } from '../load-generator.js';
import { count } from '../core/count.js';

/** How much is generated to look for copies in: sixteen bars, as drawn with the seed. */
const generatedTicks = 256;

export const evaluate: Command = {
  help: 'score a model on a split of a data set',
  options: [
    text('data', '', 'folder of MIDI files, a .zip of them, or a folder with an info.csv'),
    text('split', 'test', `one of ${splits.join(', ')}`),
    ...pickSettings('model', 'blend-model', 'blend', 'seed', 'engine', 'device', 'state', 'json'),
    number('stride', [1, 1000, 1], 1, 'ticks', 'score every so-manieth tick', false),
    number('threads', [1, 64, 1], 2, '', 'threads the engine computes with', false),
  ],
  positionals: '',
  async run({ values, out, err }) {
    const split = requireSplit(values['split'] as string);
    if (values['data'] === '') {
      throw new Fault('USAGE', 'eval needs MIDI files', { hint: 'add --data FOLDER' });
    }
    const threads = values['threads'] as number;
    const { generator, model, engine } = await loadGenerator(values['model'] as string, {
      engine: values['engine'] as string,
      device: values['device'] as string,
      threads,
      warn: err,
    });
    const second = await openSecond(values, model);
    const { architecture, codec: spec, window } = model.manifest;
    const vocabulary = new Vocabulary(model.manifest.vocabulary);
    const dataset = await loadData(values, { spec, vocabulary }, err);
    for (const line of linesOf(dataset)) err(line);
    const { train, [split]: pieces } = dataset.splits;
    if (pieces.length === 0) {
      throw new Fault('DATA_EMPTY', `the ${split} split has no pieces`, {
        hint: 'give another --split',
      });
    }
    const network = { architecture, params: model.params, window, second };
    const stride = values['stride'] as number;
    const machine = { engine: engine.name, device: engine.device, threads };
    const scores = await scoreParams(network, pieces, stride, machine);
    if (scores.ticks === 0) {
      throw new Fault('DATA_EMPTY', `the ${split} split has no tick to score`, {
        hint: `give pieces of over ${count(window, 'token')}, another --split or a smaller --stride`,
      });
    }
    const seed = values['seed'] as number;
    const plans = await improvise(generator, generatedTicks, { ...plainControls, seed });
    await generator.close();
    out(
      JSON.stringify({
        nats_per_tick: scores.natsPerTick,
        ticks: scores.ticks,
        accuracy: scores.accuracy,
        baselines: {
          ...scoreBaselines(train, pieces, architecture.vocabulary),
          last_bar: namesOf(scoreLastBar(train, pieces, architecture.lanes)),
          voice_mean: namesOf(scoreVoiceMeans(train, pieces, architecture.lanes)),
        },
        velocity_mae: scores.velocityMae,
        offset_mae_ticks: scores.offsetMae,
        longest_copied_run_ticks: longestCopiedRun(
          plans.map(({ token }) => vocabulary.id(token)),
          train.map(({ tokens }) => tokens),
        ),
      }),
    );
    return 0;
  },
};

/** The model that is to be blended in, if any: both are told the same inputs, so that they must be of one shape. */
async function openSecond(values: Values, { manifest: first }: Model): Promise<Scored['second']> {
  const folder = values['blend-model'] as string;
  if (folder === '') return undefined;
  const { manifest, params } = await openModel(folder);
  const shape = ({ architecture, codec, vocabulary }: Manifest): string =>
    JSON.stringify([architecture, codec, vocabulary]);
  if (shape(manifest) === shape(first)) return { params, amount: values['blend'] as number };
  throw new Fault('VOCABULARY_MISMATCH', `"${manifest.name}" is of another shape`, {
    hint: `blend in a model with the tokens and layers of "${first.name}"`,
  });
}

/** By the names that CLI.md has; null where there are no notes to be off. */
function namesOf({ accuracy, velocityMae, offsetMae }: NoteErrors & { accuracy?: number }) {
  return { accuracy, velocity_mae: velocityMae, offset_mae_ticks: offsetMae };
}

function requireSplit(name: string): Split {
  const found = splits.find((split) => split === name);
  if (found !== undefined) return found;
  throw new Fault('BAD_VALUE', `--split ${name} is not a split`, {
    hint: `use one of ${splits.join(', ')}`,
  });
}
