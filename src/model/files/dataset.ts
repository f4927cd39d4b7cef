import type { Codec, CodecSpec } from '../codec/codec.js';
import { createCodec } from '../codec/create-codec.js';
import { Fault } from '../fault.js';
import { Vocabulary } from '../codec/vocabulary.js';
import type { Piece } from '../piece.js';
import type { DatasetCache } from './dataset-cache.js';
import {
  corpusKey,
  encodeCorpus,
  type EncodedCorpus,
  type EncodedPiece,
  type WantedCodec,
} from './encoded-corpus.js';
import type { Notices } from './notices.js';
import type { Split } from './split.js';

/** A corpus as tokens, ready to train on or to score with. */
export interface Dataset extends Notices {
  readonly spec: CodecSpec;
  readonly codec: Codec;
  readonly vocabulary: Vocabulary;
  readonly splits: Readonly<Record<Split, readonly Piece[]>>;
  /** Notes that are of the other material. */
  readonly leftOut: number;
  /** No note is on channel 10, and all are taken for drums. */
  readonly drumsAnywhere: boolean;
  /** Training ticks whose token the vocabulary lacks: the nearest stands in its place. */
  readonly strange: number;
}

/** What a model that is yet to be trained is to be made of. */
export interface Fresh {
  readonly grid: number;
  /** That of most notes where it is not given. */
  readonly material?: CodecSpec['material'];
}

/** Where a corpus is kept as it was read, for the next time, and who is told of it. */
export interface Keeping {
  readonly cache: DatasetCache;
  readonly say: (line: string) => void;
}

/**
 * A corpus in the numbers of a vocabulary: that of a model, or else what its training split has. @throws Fault as `readCorpus` does.
 */
export async function readDataset(
  path: string,
  model: Fresh | { readonly spec: CodecSpec; readonly vocabulary: Vocabulary },
  keeping?: Keeping,
): Promise<Dataset> {
  const wanted = 'spec' in model ? model.spec : ({ name: 'step', ...model } as const);
  const corpus = await (keeping === undefined
    ? encodeCorpus(path, wanted)
    : keptCorpus(path, wanted, keeping));
  const { spec, names, counts, skipped, odd, leftOut, drumsAnywhere } = corpus;
  const learned = new Map(
    names.flatMap((name, at) => (counts[at]! > 0 ? [[name, counts[at]!] as const] : [])),
  );
  if (learned.size === 0 && !('vocabulary' in model))
    throw new Fault('DATA_EMPTY', 'no piece is in the training split', {
      file: path,
      hint: 'give more files; or, where there is an info.csv, call some of them train',
    });
  const vocabulary = 'vocabulary' in model ? model.vocabulary : Vocabulary.counted(learned);
  const strange = names.reduce(
    (ticks, name, at) => ticks + (vocabulary.has(name) ? 0 : counts[at]!),
    0,
  );
  const ids = Int32Array.from(names, (name) => vocabulary.id(name));
  const codec = createCodec(spec);
  const sounds = vocabulary.names.map((name) => codec.sound(name));
  const inVocabulary = (piece: EncodedPiece): Piece => {
    const { tokens } = piece;
    tokens.forEach((number, tick) => (tokens[tick] = ids[number]!));
    return { ...piece, sounds };
  };
  const { train, validation, test } = corpus.splits;
  return {
    spec,
    codec,
    vocabulary,
    splits: {
      train: train.map(inVocabulary),
      validation: validation.map(inVocabulary),
      test: test.map(inVocabulary),
    },
    skipped,
    odd,
    leftOut,
    drumsAnywhere,
    strange,
  };
}

/** As it was read before, or else read now and kept. */
async function keptCorpus(
  path: string,
  wanted: WantedCodec,
  { cache, say }: Keeping,
): Promise<EncodedCorpus> {
  const key = await corpusKey(path, wanted);
  const kept = await cache.read(key, path);
  if (kept !== undefined) {
    say(`the data is as it was read before, and kept in ${cache.folder}`);
    return kept;
  }
  const corpus = await encodeCorpus(path, wanted);
  await cache.write(key, path, corpus).catch((error: unknown) => {
    say(`the data is read anew each time, as it cannot be kept: ${(error as Error).message}`);
  });
  return corpus;
}
