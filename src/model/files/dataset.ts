import type { Codec, CodecSpec } from '../codec/codec.js';
import { materialOf } from '../codec/material.js';
import { createCodec } from '../codec/create-codec.js';
import { Vocabulary } from '../codec/vocabulary.js';
import { styleOf } from '../features.js';
import type { Piece } from '../piece.js';
import { readCorpus, type Piece as CorpusPiece, type Skipped } from './corpus.js';
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
 * Reads all of a corpus. Without a `model` the material is that of most of its notes, and the vocabulary is what its
 * training split has; with one, both are the model's.
 */
export async function readDataset(
  path: string,
  model: { readonly grid: number } | { readonly spec: CodecSpec; readonly vocabulary: Vocabulary },
): Promise<Dataset> {
  const skipped: Skipped[] = [];
  const corpus: CorpusPiece[] = [];
  for await (const piece of readCorpus(path, skipped)) corpus.push(piece);
  const spec: CodecSpec =
    'spec' in model
      ? model.spec
      : { name: 'step', grid: model.grid, material: materialOf(corpus.map(({ score }) => score)) };
  const codec = createCodec(spec);
  const encoded = corpus.map((piece) => ({ piece, steps: codec.encode(piece.score) }));
  const vocabulary =
    'vocabulary' in model
      ? model.vocabulary
      : Vocabulary.learn(
          encoded.filter(({ piece }) => piece.split === 'train').map(({ steps }) => steps.tokens),
        );
  const splits: Record<Split, Piece[]> = { train: [], validation: [], test: [] };
  for (const { piece, steps } of encoded) {
    splits[piece.split].push({
      file: piece.file,
      tokens: Int32Array.from(steps.tokens, (token) => vocabulary.id(token)),
      velocity: steps.velocity,
      offset: steps.offset,
      kind: piece.beatType ?? null,
      style: styleOf(piece.style ?? ''),
      tempo: piece.bpm ?? null,
      ticksPerBar: Math.max(
        1,
        Math.round((spec.grid * piece.metre.numerator) / piece.metre.denominator),
      ),
    });
  }
  return { spec, codec, vocabulary, splits, skipped };
}
