import { PieceInputs } from '../inputs.js';
import {
  featureNames,
  featureWidth,
  startToken,
  type StepArchitecture,
} from '../net/architecture.js';
import type { Piece } from '../piece.js';
import type { Rng } from '../rng.js';
import { vary, type Variation } from './vary.js';

/** B windows of T inputs, time-major, as the training graph takes them. Letters: net/architecture.ts. */
export interface Batch {
  /** [T * B] */
  readonly tokens: Int32Array;
  /** [T * B]; -1 past the end of a piece. */
  readonly target: Int32Array;
  /** [T * B, F] */
  readonly features: Float32Array;
  /** [T * B, L] each: how the target was played, and 1 where a lane sounded. */
  readonly velocity: Float32Array;
  readonly offset: Float32Array;
  readonly sounding: Float32Array;
  /** Targets and notes that count. */
  readonly targets: number;
  readonly notes: number;
}

export interface BatchShape {
  readonly T: number;
  readonly B: number;
  /** Chance that a whole window is not told one of its features; each is drawn for itself. */
  readonly hide: number;
  /** Chance that a piece is varied in this epoch, and what it may become. */
  readonly vary: number;
  readonly variations: readonly Variation[];
}

/** Ticks [begin, end) of a piece. */
interface Cut {
  readonly piece: Piece;
  readonly begin: number;
  readonly end: number;
}

/**
 * An epoch: every piece, varied or not, cut into windows of T at a random phase, the windows in a random order. Each
 * input of each piece is in exactly one window. The last batch is filled up with windows drawn again.
 */
export function epochBatches(
  architecture: StepArchitecture,
  pieces: readonly Piece[],
  shape: BatchShape,
  rng: Rng,
): { readonly steps: number; readonly batches: Iterable<Batch> } {
  const { vary: chance, variations } = shape;
  const varied = pieces.map((piece) =>
    rng.next() < chance ? vary(piece, variations, rng) : piece,
  );
  const cuts = cutAll(varied, shape.T, rng);
  rng.shuffle(cuts);
  while (cuts.length % shape.B !== 0) cuts.push(cuts[rng.below(cuts.length)]);
  return { steps: cuts.length / shape.B, batches: fillAll(architecture, cuts, shape, rng) };
}

function* fillAll(
  architecture: StepArchitecture,
  cuts: readonly Cut[],
  shape: BatchShape,
  rng: Rng,
): Generator<Batch> {
  for (let at = 0; at < cuts.length; at += shape.B)
    yield fillBatch(architecture, cuts.slice(at, at + shape.B), shape, rng);
}

/** A long piece's first window is short, so that windows fall elsewhere in each epoch. */
function cutAll(pieces: readonly Piece[], T: number, rng: Rng): Cut[] {
  const cuts: Cut[] = [];
  for (const piece of pieces) {
    const length = piece.tokens.length;
    let end = length <= T ? length : 1 + rng.below(T);
    for (let begin = 0; begin < length; begin = end, end += T) {
      cuts.push({ piece, begin, end: Math.min(end, length) });
    }
  }
  return cuts;
}

function fillBatch(
  architecture: StepArchitecture,
  cuts: readonly Cut[],
  { T, B, hide }: BatchShape,
  rng: Rng,
): Batch {
  const F = featureWidth(architecture);
  const L = architecture.lanes;
  const M = T * B;
  const lanes = (): Float32Array => new Float32Array(M * L);
  const batch = {
    tokens: new Int32Array(M).fill(startToken(architecture)),
    target: new Int32Array(M).fill(-1),
    features: new Float32Array(M * F),
    velocity: lanes(),
    offset: lanes(),
    sounding: lanes(),
    targets: 0,
    notes: 0,
  };
  cuts.forEach(({ piece, begin, end }, b) => {
    const inputs = new PieceInputs(architecture, piece);
    const hidden = new Set(featureNames.filter(() => rng.next() < hide));
    for (let tick = begin; tick < end; tick++) {
      const at = (tick - begin) * B + b;
      batch.tokens[at] = inputs.token(tick);
      inputs.writeFeatures(tick, hidden, batch.features, at * F);
      batch.target[at] = piece.tokens[tick];
      batch.targets++;
      for (let lane = 0; lane < L; lane++) {
        const velocity = piece.velocity[tick * L + lane];
        if (velocity === 0) continue;
        batch.velocity[at * L + lane] = velocity;
        batch.offset[at * L + lane] = piece.offset[tick * L + lane];
        batch.sounding[at * L + lane] = 1;
        batch.notes++;
      }
    }
  });
  return batch;
}
