import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { CodecSpec } from '../codec/codec.js';
import { createCodec } from '../codec/create-codec.js';
import { countOwn } from '../codec/material.js';
import { barLinesOf } from '../codec/metre.js';
import { styleOf } from '../features.js';
import type { Piece } from '../piece.js';
import { filesOfCorpus, nothingUsable, readCorpus, surveyCorpus } from './corpus.js';
import { heardAgain, isLoop } from './loop.js';
import type { Notices, Odd, Skipped } from './notices.js';
import type { Split } from './split.js';

/** A piece whose tokens are in no vocabulary yet. */
export type EncodedPiece = Omit<Piece, 'sounds'>;

/** The pieces of a corpus as a codec has them, before there is a vocabulary. */
export interface EncodedCorpus extends Notices {
  readonly spec: CodecSpec;
  /** Every token name, as they first came: the tokens of the pieces are places in this list. */
  readonly names: readonly string[];
  /** How often each came in the training split. */
  readonly counts: readonly number[];
  readonly splits: Readonly<Record<Split, readonly EncodedPiece[]>>;
  /** Notes that are of the other material. */
  readonly leftOut: number;
  /** No note is on channel 10, and all are taken for drums. */
  readonly drumsAnywhere: boolean;
}

/** What a corpus is to be encoded with: with a grid alone, the material is that of most of its notes. */
export type WantedCodec = CodecSpec | { readonly name: 'step'; readonly grid: number };

/** Reads all of a corpus, one file at a time: what is kept of a piece is its numbers. @throws Fault as `readCorpus` does. */
export async function encodeCorpus(path: string, wanted: WantedCodec): Promise<EncodedCorpus> {
  const skipped: Skipped[] = [];
  const odd: Odd[] = [];
  // The tutorial's codec takes any note.
  const given =
    wanted.name === 'tutorial' ? 'any' : 'material' in wanted ? wanted.material : undefined;
  const survey = await surveyCorpus(path, given);
  const { drumsAnywhere } = survey;
  const spec = 'material' in wanted ? wanted : { ...wanted, material: survey.material };
  const codec = createCodec(spec);
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  let leftOut = 0;
  const splits: Record<Split, EncodedPiece[]> = { train: [], validation: [], test: [] };
  const numberOf = (name: string, split: Split): number => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    counts[number] = (counts[number] ?? 0) + (split === 'train' ? 1 : 0);
    return number;
  };
  for await (const piece of readCorpus(path, { skipped, odd }, { survey })) {
    const { file, score, split, metre } = piece;
    if (spec.name === 'step' && !drumsAnywhere) {
      const own = countOwn(score, spec.material);
      leftOut += score.notes.length - own;
      if (own === 0) {
        skipped.push({ file, code: 'MIDI_NO_NOTES', message: lacks[spec.material] });
        continue;
      }
    }
    const metres = metre === undefined ? score.metres : [{ onset: 0, ...metre }];
    let steps = codec.encode(score);
    let bars = barLinesOf({ ...score, metres }, spec.grid, steps.tokens.length);
    // What is called a fill is over when it is over, and a beat that is called one is as it is.
    if (spec.name === 'step' && piece.beatType === undefined && isLoop(bars))
      ({ steps, bars } = heardAgain(codec.encode(score, bars.at(-1)), bars));
    const { velocity, offset } = steps;
    splits[split].push({
      ...{ file, velocity, offset, bars },
      tokens: Int32Array.from(steps.tokens, (name) => numberOf(name, split)),
      kind: piece.beatType ?? null,
      style: styleOf(piece.style ?? ''),
      tempo: piece.bpm ?? null,
    });
  }
  if (numbers.size === 0) throw nothingUsable(path, skipped, onlyDrums);
  return { spec, names: [...numbers.keys()], counts, splits, leftOut, drumsAnywhere, skipped, odd };
}

const lacks = {
  drums: 'there is nothing on channel 10, where the drums are',
  notes: 'there is nothing but drums',
} as const;

const onlyDrums =
  'give files with more than drums; to learn those, train with --material drums or --from groove';

/** 64 hexadecimal digits that name what `encodeCorpus` gives: they differ where a byte of a file, a name or the codec does. */
export async function corpusKey(path: string, wanted: WantedCodec): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(wanted));
  for await (const found of filesOfCorpus(path)) {
    const { length } = 'bytes' in found ? found.bytes : found.fault.message;
    hash.update(JSON.stringify([relative(path, found.file), length]));
    hash.update('bytes' in found ? found.bytes : found.fault.message);
  }
  return hash.digest('hex');
}
