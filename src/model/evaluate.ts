import type { Engine, Prediction } from './engine.js';
import type { FeelHead } from './feel.js';
import { foresightHidden, PieceInputs } from './inputs.js';
import { meanLoudness } from './loudness.js';
import { featureWidth, type Architecture } from './net/architecture.js';
import type { Piece } from './piece.js';
import { scoredTicks, type ScoredTick } from './scored-ticks.js';

export interface Scores {
  /** Mean nats a tick, each predicted from the window before it alone. */
  readonly natsPerTick: number;
  readonly ticks: number;
  /** Share of ticks whose likeliest token was the right one. */
  readonly accuracy: number;
  /** Mean absolute error over notes, MIDI velocity and ticks, of the means that are predicted. */
  readonly velocityMae: number;
  readonly offsetMae: number;
}

/** What scoring needs of an engine. */
export type Forward = Pick<Engine, 'zero' | 'predict' | 'run'>;

/** What scoring runs on: `engine` plays `batch` windows at once. */
export interface Network {
  readonly architecture: Architecture;
  readonly engine: Forward;
  readonly feel: FeelHead;
  readonly window: number;
  readonly batch: number;
}

interface Tally {
  nats: number;
  ticks: number;
  right: number;
  velocity: number;
  offset: number;
  notes: number;
}

/**
 * Scores one tick in `stride` of `pieces` as it would be played: predicted from the last `window` inputs, from the zero state.
 * The tutorial's network knows full windows alone: the first ticks of a piece are not scored.
 */
export async function evaluate(
  network: Network,
  pieces: readonly Piece[],
  stride = 1,
): Promise<Scores> {
  const tally: Tally = { nats: 0, ticks: 0, right: 0, velocity: 0, offset: 0, notes: 0 };
  const { batch, window } = network;
  const hasStart = network.architecture.kind === 'step';
  const chosen = scoredTicks(pieces, hasStart ? 0 : window, stride);
  const long = chosen.filter(({ tick }) => tick >= window);
  const heads = new Map<Piece, ScoredTick[]>();
  for (const one of chosen.filter(({ tick }) => tick < window)) {
    heads.set(one.piece, [...(heads.get(one.piece) ?? []), one]);
  }
  const begun = [...heads.values()];
  for (let at = 0; at < begun.length; at += batch) {
    await scoreHeads(network, begun.slice(at, at + batch), tally);
  }
  for (let at = 0; at < long.length; at += batch) {
    await scoreWindows(network, long.slice(at, at + batch), tally);
  }
  return {
    natsPerTick: tally.nats / tally.ticks,
    ticks: tally.ticks,
    accuracy: tally.right / tally.ticks,
    velocityMae: (127 * tally.velocity) / tally.notes,
    offsetMae: tally.offset / tally.notes,
  };
}

/** The first ticks of pieces, in order, whose windows all begin at the start token: one pass serves those of a piece. */
async function scoreHeads(
  network: Network,
  heads: readonly (readonly ScoredTick[])[],
  tally: Tally,
): Promise<void> {
  const last = Math.max(...heads.map((ticks) => ticks.at(-1)!.tick));
  let state = network.engine.zero(network.batch);
  for (let tick = 0; tick <= last; tick++) {
    const cases = heads.map(([{ piece }]) => ({ piece, tick }));
    const { tokens, features } = gather(network, cases, 1);
    const prediction = await network.engine.run(tokens, features, state);
    state.release();
    state = prediction.state;
    heads.forEach((ticks, n) => {
      if (ticks.some((one) => one.tick === tick)) score(network, prediction, n, cases[n], tally);
    });
  }
  state.release();
}

/** Ticks that have a whole window before them. */
async function scoreWindows(
  network: Network,
  cases: readonly ScoredTick[],
  tally: Tally,
): Promise<void> {
  const { tokens, features } = gather(network, cases, network.window);
  const zero = network.engine.zero(network.batch);
  const prediction = await network.engine.predict(tokens, features, zero);
  zero.release();
  cases.forEach((one, n) => score(network, prediction, n, one, tally));
}

/** The last T inputs before each case, time-major. Past the end of a piece, and of the cases, stand zeros. */
function gather({ architecture, batch: N }: Network, cases: readonly ScoredTick[], T: number) {
  const F = featureWidth(architecture);
  const tokens = new Int32Array(T * N);
  const features = new Float32Array(T * N * F);
  cases.forEach(({ piece, tick }, n) => {
    const inputs = new PieceInputs(architecture, piece);
    for (let t = 0; t < T; t++) {
      const input = tick - T + 1 + t;
      if (input > piece.tokens.length) continue;
      tokens[t * N + n] = inputs.token(input);
      inputs.writeFeatures(input, foresightHidden, features, (t * N + n) * F);
    }
  });
  return { tokens, features };
}

function score(
  { architecture, feel }: Network,
  { logProbs, feel: projections }: Prediction,
  n: number,
  one: ScoredTick,
  tally: Tally,
): void {
  const { vocabulary: V, feel: D, lanes: L } = architecture;
  const row = logProbs.subarray(n * V, (n + 1) * V);
  const token = one.piece.tokens[one.tick];
  tally.nats -= row[token];
  tally.ticks++;
  if (row.every((value) => value <= row[token])) tally.right++;
  if (D === 0) return;
  const { piece, tick } = one;
  const played = lanesOf(one, L);
  const told = new PieceInputs(architecture, piece).told(tick, foresightHidden);
  const projection = projections.subarray(n * D, (n + 1) * D);
  feel.predict(projection, token, told, played).forEach(({ levels, offset }, at) => {
    const note = tick * L + played[at];
    tally.velocity += Math.abs(piece.velocity[note] - meanLoudness(levels));
    tally.offset += Math.abs(piece.offset[note] - offset);
    tally.notes++;
  });
}

/** The lanes that sound. */
function lanesOf({ piece: { velocity }, tick }: ScoredTick, L: number): number[] {
  const loudness = [...velocity.subarray(tick * L, (tick + 1) * L)];
  return loudness.flatMap((loud, lane) => (loud > 0 ? [lane] : []));
}
