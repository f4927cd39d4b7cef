import { join } from 'node:path';
import { Vocabulary } from '../../model/codec/vocabulary.js';
import { Fault } from '../../model/fault.js';
import { pieceStyles } from '../../model/features.js';
import { writeMidi } from '../../model/files/midi-write.js';
import { linesOf } from '../../model/files/notices.js';
import { makeFolder, replaceFile } from '../../model/files/replace-file.js';
import type { Generator } from '../../model/generator.js';
import { improvise } from '../../model/improvise.js';
import { cutClip, drawClips, type Clip } from '../../model/report/clips.js';
import { compare, countCopies, oddest, type Compared } from '../../model/report/compare.js';
import { measuresOf } from '../../model/report/measures.js';
import { Rng } from '../../model/rng.js';
import { scoreOfSteps, stepsOf } from '../../model/take.js';
import type { Controls } from '../../model/tick.js';
import type { Command } from '../command.js';
import { controlsOf, liveCount, packLive } from '../core/live-values.js';
import { number, text } from '../core/setting.js';
import { pickSettings } from '../core/settings.js';
import { loadData } from '../load-data.js';
import { loadGenerator } from '../load-generator.js';
import { renderReport } from '../report/page.js';
import { count } from '../core/count.js';

/** Bars that a model plays before its clip begins, so that it is well into its piece as the others are. */
const leadIn = 4;
const oddClips = 5;

export const report: Command = {
  help: 'compare what a model plays with what people played',
  options: [
    text('data', '', 'folder of MIDI files, a .zip of them, or a folder with an info.csv'),
    number('clips', [2, 10_000, 1], 200, 'clips', 'how many of each', false),
    number('bars', [5, 64, 1], 8, 'bars', 'length of a clip', false),
    ...pickSettings('model', 'seed', 'temperature', 'top-p', 'top-k', 'dynamics', 'humanize'),
    ...pickSettings('engine', 'device', 'state', 'json'),
    { ...text('output', 'report', 'folder for the page and the clips'), short: 'o' },
  ],
  positionals: '',
  async run({ values, out, err }) {
    if (values['data'] === '')
      throw new Fault('USAGE', 'report needs MIDI files', { hint: 'add --data FOLDER' });
    const folder = values['output'] as string;
    await makeFolder(folder);
    const { generator, model } = await loadGenerator(values['model'] as string, {
      engine: values['engine'] as string,
      device: values['device'] as string,
      threads: 1,
    });
    const { codec: spec, vocabulary: known, name } = model.manifest;
    const vocabulary = new Vocabulary(known);
    const dataset = await loadData(values, { spec, vocabulary }, err);
    for (const line of linesOf(dataset)) err(line);
    const { splits } = dataset;
    const [most, bars] = [values['clips'] as number, values['bars'] as number];
    const rng = new Rng(values['seed'] as number);
    const people = (split: 'validation' | 'test'): Clip[] => {
      const clips = drawClips(splits[split], most, bars, rng);
      if (clips.length > 0) return clips;
      throw new Fault('DATA_EMPTY', `no piece of the ${split} split has ${count(bars, 'bar')}`, {
        hint: 'give more data or fewer --bars',
      });
    };
    const [validation, test] = [people('validation'), people('test')];
    const live = new Float64Array(liveCount(1));
    packLive(values, live);
    const played = await playLike(validation, generator, controlsOf(live, 0), bars, (done) => {
      if (done % 50 === 0 && done < most) err(`played ${done} of ${count(most, 'clip')}`);
    });
    const clips: Compared = { model: played, validation, test };
    const measures = measuresOf(spec.material);
    const comparisons = compare(clips, measures);
    const copies = {
      model: countCopies(clips.model, splits.train),
      validation: countCopies(clips.validation, splits.train),
      test: countCopies(clips.test, splits.train),
    };
    const odd = oddest(clips, measures, oddClips).map(({ clip, distance, measure }, at) => ({
      clip,
      file: `odd-${at + 1}.mid`,
      why: `${measure.name}, ${distance.toFixed(1)} deviations from the usual`,
    }));
    for (const { clip, file } of odd)
      await replaceFile(join(folder, file), midiOf(clip, generator, vocabulary));
    const page = renderReport({
      title: `How ${name} plays`,
      about: `${count(most, 'clip')} of ${count(bars, 'bar')} that the model played after ${count(leadIn, 'bar')} of its own, each told the style and tempo of a validation clip, in bars as long; as many of the validation and of the test split.`,
      comparisons,
      copies,
      clips: most,
      odd,
    });
    await replaceFile(join(folder, 'index.html'), page);
    await generator.close();
    err(`wrote ${join(folder, 'index.html')}`);
    const overlaps = comparisons.map(({ measure, overlap, yardstick }) => [
      measure.name,
      { model: overlap, yardstick },
    ]);
    out(
      JSON.stringify({
        clips: most,
        bars,
        overlap: Object.fromEntries(overlaps) as object,
        copies,
      }),
    );
    return 0;
  },
};

/** A clip of the model for each of `clips`: told its style and tempo, in bars as long, with a seed of its own. */
async function playLike(
  clips: readonly Clip[],
  generator: Generator,
  controls: Controls,
  bars: number,
  /** Hears how many there are. */
  hear: (done: number) => void,
): Promise<Clip[]> {
  const played: Clip[] = [];
  for (const [at, { style, tempo, ticksPerBar }] of clips.entries()) {
    generator.reset();
    const told = {
      ...controls,
      seed: controls.seed + at,
      style: style === null ? 0 : 1 + pieceStyles.indexOf(style),
      tempo: tempo ?? controls.tempo,
    };
    const ticks = (leadIn + bars) * ticksPerBar;
    const plans = await improvise(generator, ticks, told, () => ({}), ticksPerBar);
    const { velocity, offset } = stepsOf(plans, generator);
    const tokens = Int32Array.from(plans, ({ token }) => generator.vocabulary.id(token));
    const { sounds } = generator;
    const numbers = { tokens, sounds, velocity, offset, ticksPerBar };
    const whole = { file: '', ...numbers, kind: null, style, tempo };
    played.push(cutClip(whole, leadIn * ticksPerBar, tokens.length));
    hear(played.length);
  }
  return played;
}

function midiOf(clip: Clip, generator: Generator, vocabulary: Vocabulary): Uint8Array {
  const tokens = Array.from(clip.tokens, (id) => vocabulary.name(id));
  const { velocity, offset, ticksPerBar } = clip;
  const writing = { tempo: clip.tempo ?? 120, ticksPerBar };
  return writeMidi(scoreOfSteps({ tokens, velocity, offset }, generator, writing));
}
