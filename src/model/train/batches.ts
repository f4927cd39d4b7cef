import { foresightHidden, PieceInputs, type Hidden } from '../inputs.js';
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
  /** [B] 1 where a window goes on from that of the batch before, else 0. */
  readonly goesOn: Float32Array;
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
  /** Steps that an epoch has at least: where the pieces are few, each comes so often, varied and cut anew. */
  readonly least?: number;
  /** Whether the windows of a piece come one after the other, each in the same row of the next batch. */
  readonly carry?: boolean;
}

/** Ticks [begin, end) of a piece. */
interface Cut {
  readonly piece: Piece;
  readonly begin: number;
  readonly end: number;
}

/**
 * An epoch: every piece, or each as often as `least` asks for, varied or not, cut into windows of T at a random phase, the
 * windows in a random order; or, where they go on from each other, the pieces in a random order, cut from their beginning.
 * Each input of each piece is in exactly one window, but for what fills up the last batch, or the shorter rows: that is drawn
 * again.
 */
export function epochBatches(
  architecture: StepArchitecture,
  pieces: readonly Piece[],
  shape: BatchShape,
  rng: Rng,
): { readonly steps: number; readonly batches: Iterable<Batch> } {
  const { vary: chance, variations } = shape;
  const varied = Array.from({ length: timesOf(pieces, shape) }, () => pieces)
    .flat()
    .map((piece) => (rng.next() < chance ? vary(piece, variations, rng) : piece));
  const cuts = shape.carry === true ? cutInRows(varied, shape, rng) : cutAll(varied, shape, rng);
  return { steps: cuts.length / shape.B, batches: fillAll(architecture, cuts, shape, rng) };
}

/** A piece that is shorter than a window takes a whole one all the same. */
function timesOf(pieces: readonly Piece[], { T, B, least = 0 }: BatchShape): number {
  const windows = pieces.reduce((total, { tokens }) => total + Math.max(1, tokens.length / T), 0);
  return Math.max(1, Math.ceil((least * B) / windows));
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
function cutAll(pieces: readonly Piece[], { T, B }: BatchShape, rng: Rng): Cut[] {
  const cuts = pieces.flatMap((piece) =>
    cut(piece, T, piece.tokens.length <= T ? T : 1 + rng.below(T)),
  );
  rng.shuffle(cuts);
  while (cuts.length % B !== 0) cuts.push(cuts[rng.below(cuts.length)]);
  return cuts;
}

/** All windows but a piece's last are full, so that the state after one is that before the next. */
function cutInRows(pieces: readonly Piece[], { T, B }: BatchShape, rng: Rng): Cut[] {
  const cuts = pieces.map((piece) => cut(piece, T, T));
  rng.shuffle(cuts);
  const rows = Array.from({ length: B }, (): Cut[] => []);
  for (const each of cuts)
    rows.reduce((least, row) => (row.length < least.length ? row : least)).push(...each);
  const steps = Math.max(...rows.map(({ length }) => length));
  for (const row of rows)
    while (row.length < steps)
      row.push(...cuts[rng.below(cuts.length)].slice(0, steps - row.length));
  return Array.from({ length: steps * B }, (_, at) => rows[at % B][Math.floor(at / B)]);
}

/** The windows of a piece, of T ticks; the first of `first`. */
function cut(piece: Piece, T: number, first: number): Cut[] {
  const { length } = piece.tokens;
  const cuts: Cut[] = [];
  for (let begin = 0, end = first; begin < length; begin = end, end += T)
    cuts.push({ piece, begin, end: Math.min(end, length) });
  return cuts;
}

/** Timing of the bars before goes with their loudness, which says where there is any. */
function hiddenOf(hide: number, rng: Rng): Hidden {
  const hidden = new Set(featureNames.filter((name) => rng.next() < hiding(name, hide)));
  return hidden.has('velocityBefore') ? hidden.add('offsetBefore') : hidden;
}

/** A form is only known where nobody leads, and never when a model is scored: half of all windows, as `hide` usually is, are not told of it. */
function hiding(name: (typeof featureNames)[number], hide: number): number {
  return foresightHidden.has(name) ? Math.min(1, 5 * hide) : hide;
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
    goesOn: Float32Array.from(cuts, ({ begin }) => Number(begin > 0)),
    targets: 0,
    notes: 0,
  };
  cuts.forEach(({ piece, begin, end }, b) => {
    const inputs = new PieceInputs(architecture, piece);
    const hidden = hiddenOf(hide, rng);
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
