import type { Codec, CodecSpec } from '../codec/codec.js';
import { createCodec } from '../codec/create-codec.js';
import { Vocabulary } from '../codec/vocabulary.js';
import { styleOf } from '../features.js';
import type { Piece } from '../piece.js';
import { readCorpus, surveyCorpus, type Skipped, type Survey } from './corpus.js';
import type { Split } from './split.js';

/** A corpus as tokens, ready to train on or to score with. */
export interface Dataset {
  readonly spec: CodecSpec;
  readonly codec: Codec;
  readonly vocabulary: Vocabulary;
  readonly splits: Readonly<Record<Split, readonly Piece[]>>;
  /** Files that gave nothing, and why. */
  readonly skipped: readonly Skipped[];
}

/**
 * Reads all of a corpus, one file at a time: what is kept of a piece is its numbers. Without a `model` the material is
 * that of most of its notes, and the vocabulary is what its training split has; with one, both are the model's.
 */
export async function readDataset(
  path: string,
  model: { readonly grid: number } | { readonly spec: CodecSpec; readonly vocabulary: Vocabulary },
): Promise<Dataset> {
  const skipped: Skipped[] = [];
  const survey = 'spec' in model ? undefined : await surveyCorpus(path);
  const spec = 'spec' in model ? model.spec : specOf(model.grid, survey!);
  const codec = createCodec(spec);
  const names = new Numbering();
  const splits: Record<Split, Piece[]> = { train: [], validation: [], test: [] };
  for await (const piece of readCorpus(path, skipped, survey)) {
    const { tokens, velocity, offset } = codec.encode(piece.score);
    splits[piece.split].push({
      file: piece.file,
      tokens: Int32Array.from(tokens, (name) => names.number(name, piece.split === 'train')),
      velocity,
      offset,
      kind: piece.beatType ?? null,
      style: styleOf(piece.style ?? ''),
      tempo: piece.bpm ?? null,
      ticksPerBar: Math.max(
        1,
        Math.round((spec.grid * piece.metre.numerator) / piece.metre.denominator),
      ),
    });
  }
  const vocabulary = 'vocabulary' in model ? model.vocabulary : Vocabulary.counted(names.counts);
  const ids = Int32Array.from(names.all, (name) => vocabulary.id(name));
  for (const { tokens } of Object.values(splits).flat())
    tokens.forEach((number, tick) => (tokens[tick] = ids[number]!));
  return { spec, codec, vocabulary, splits, skipped };
}

function specOf(grid: number, { material }: Survey): CodecSpec {
  return { name: 'step', grid, material };
}

/** Numbers names in the order in which they come, until the vocabulary is known. */
class Numbering {
  /** How often each came where it counts. */
  readonly counts = new Map<string, number>();
  private readonly numbers = new Map<string, number>();

  get all(): Iterable<string> {
    return this.numbers.keys();
  }

  number(name: string, counts: boolean): number {
    if (counts) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.numbers.size);
    return this.numbers.size - 1;
  }
}
