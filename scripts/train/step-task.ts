import { loadData } from '../../src/daemon/load-data.js';
import { scoreBaselines } from '../../src/model/baselines.js';
import type { Values } from '../../src/daemon/core/setting.js';
import type { CodecSpec } from '../../src/model/codec/codec.js';
import { Vocabulary } from '../../src/model/codec/vocabulary.js';
import { hardwareOf } from '../../src/model/engine/ort-devices.js';
import { scoreParams } from '../../src/model/engine/score.js';
import {
  barsBefore,
  phraseBars,
  pieceKinds,
  pieceStyles,
  soundWidth,
} from '../../src/model/features.js';
import type { Dataset, Fresh } from '../../src/model/files/dataset.js';
import type { StepArchitecture } from '../../src/model/net/architecture.js';
import { usualVelocity, type Piece } from '../../src/model/piece.js';
import { stepLesson, type StepLessonSettings } from '../../src/model/train/step-lesson.js';
import { variationsOf } from '../../src/model/train/vary.js';
import { usualSong } from '../../src/model/usual-song.js';
import { looksLikeDrums } from './drum-like.js';
import { hashOf } from './hash-of.js';
import type { Base } from './base.js';
import { machineOf, strideOf } from './settings.js';
import type { Task } from './task.js';
import { count } from '../../src/daemon/core/count.js';

/** The `step` codec and network: one token a tick, judged by the validation split; `base` is what it learns on from. */
export async function stepTask(
  values: Values,
  say: (line: string) => void,
  base?: Base,
): Promise<Task> {
  const dataset = await loadData(values, base === undefined ? freshOf(values) : of(base), say);
  if (base === undefined && isSparse(dataset))
    say(`there are many tokens for so few ticks: ${betterWith[dataset.spec.material]}`);
  if (values['material'] === 'auto' && base === undefined && looksLikeDrums(dataset))
    say(
      'these are the pitches of drums, on another channel than 10: --material drums learns them so',
    );
  const { spec, vocabulary, splits, skipped, odd } = dataset;
  if (splits.validation.length === 0)
    say('there is no validation piece: it is judged by what it knows by heart; give more files');
  const architecture = base?.architecture ?? architectureOf(values, dataset);
  const window = values['window'] as number;
  const held = splits.validation.length > 0 ? splits.validation : splits.train;
  const test = splits.test.length > 0 ? splits.test : splits.train;
  const score = (params: Float32Array, pieces: typeof test, stride: number) =>
    scoreParams({ architecture, params, window }, pieces, stride, machineOf(values));
  return {
    base,
    lesson: stepLesson(architecture, splits.train, lessonOf(values, dataset)),
    about: describe(dataset),
    data: hashOfPieces(vocabulary, [splits.train, splits.validation]),
    skipped,
    odd,
    judgedBy: held === splits.train ? 'training pieces' : 'validation',
    async judge(params) {
      return (await score(params, held, strideOf(values, ticksOf(held)))).natsPerTick;
    },
    async assess(params) {
      return {
        on: test === splits.train ? 'training' : 'test',
        scores: await score(params, test, 1),
        baselines: scoreBaselines(splits.train, test, vocabulary.size),
      };
    },
    song: usualSong(splits.train),
    manifest: {
      architecture: { ...architecture, features: [...architecture.features] },
      codec: spec,
      vocabulary: { names: [...vocabulary.names], counts: [...vocabulary.counts] },
      window,
      usualVelocity: usualVelocity(splits.train, architecture.lanes, base?.manifest.usualVelocity),
    },
  };
}

/** Of all that goes into a loss; not of where the pieces lie. */
function hashOfPieces({ names }: Vocabulary, parts: readonly (readonly Piece[])[]): string {
  const about = parts.map((pieces) =>
    pieces.map(({ kind, style, tempo, tokens }) => [kind, style, tempo, tokens.length]),
  );
  const numbers = parts
    .flat()
    .flatMap(({ tokens, velocity, offset, bars }) => [tokens, velocity, offset, bars]);
  return hashOf([names, about], numbers);
}

function of({ manifest }: Base): { spec: CodecSpec; vocabulary: Vocabulary } {
  return { spec: manifest.codec, vocabulary: new Vocabulary(manifest.vocabulary) };
}

function freshOf(values: Values): Fresh {
  const material = values['material'] as 'auto' | 'drums' | 'notes';
  return { grid: values['grid'] as number, ...(material !== 'auto' && { material }) };
}

/** A token of which there are not ten cannot be learned, however often a loop has it again. */
function isSparse({ vocabulary, splits }: Dataset): boolean {
  const ticks = splits.train.reduce((total, piece) => total + loopOf(piece), 0);
  return vocabulary.size * 10 > ticks;
}

/** The ticks of a piece, up to the bar line from which it is what it was before. */
function loopOf({ tokens, bars }: Piece): number {
  const line = bars.find((line) => line > 0 && tokens.every((id, at) => id === tokens[at % line]));
  return Math.min(line ?? tokens.length, tokens.length);
}

const betterWith = {
  drums: 'more data, or --from groove, may learn better',
  notes: 'more data, --from nottingham, or --material drums, may learn better',
} as const;

function ticksOf(pieces: readonly Piece[]): number {
  return pieces.reduce((total, { tokens }) => total + tokens.length, 0);
}

function architectureOf(values: Values, { vocabulary, codec }: Dataset): StepArchitecture {
  const width = codec.lanes;
  return {
    kind: 'step',
    vocabulary: vocabulary.size,
    embedding: values['embedding'] as number,
    hidden: values['hidden'] as number,
    layers: values['layers'] as number,
    feel: values['feel'] as number,
    lanes: width,
    features: [
      { name: 'position', width: 2 * codec.spec.grid }, // up to two whole notes to a bar
      { name: 'velocity', width },
      { name: 'offset', width },
      { name: 'kind', width: pieceKinds.length },
      { name: 'style', width: pieceStyles.length },
      { name: 'tempo', width: 1 },
      { name: 'velocityBefore', width: barsBefore * width },
      { name: 'offsetBefore', width: barsBefore * width },
      // Drums are told by how loud each voice was.
      ...(codec.spec.material === 'notes'
        ? [
            { name: 'soundsBefore', width: phraseBars.length * soundWidth } as const,
            { name: 'reprise', width: 2 } as const,
          ]
        : []),
    ],
  };
}

function lessonOf(values: Values, { codec, vocabulary }: Dataset): StepLessonSettings {
  return {
    T: values['window'] as number,
    B: values['batch'] as number,
    smoothing: values['smoothing'] as number,
    feelWeight: values['feel-weight'] as number,
    clip: values['clip'] as number,
    hardware: hardwareOf(values['device'] as string),
    weightDecay: values['weight-decay'] as number,
    carry: values['carry'] as boolean,
    dropout: values['dropout'] as number,
    hide: values['hide'] as number,
    least: values['steps'] as number,
    vary: values['vary'] as number,
    variations: variationsOf(codec, vocabulary),
  };
}

function describe({ spec, vocabulary, splits, leftOut, strange }: Dataset): string {
  const sizeOf = (name: keyof typeof splits): string =>
    `${name} ${count(splits[name].length, 'piece')}, ${count(ticksOf(splits[name]), 'tick')}`;
  const [other, flag] = spec.material === 'drums' ? ['no drums', 'notes'] : ['drums', 'drums'];
  const unknown =
    strange === 0
      ? ''
      : `; ${count(strange, 'training tick')} with a token that the model lacks, learned as its nearest`;
  const left =
    leftOut === 0
      ? ''
      : `; left out, as they are ${other}: ${count(leftOut, 'note')} (--material ${flag} learns those)`;
  return `${spec.material}: ${sizeOf('train')}; ${sizeOf('validation')}; ${sizeOf('test')}; ${count(vocabulary.size, 'token')}${left}${unknown}`;
}
