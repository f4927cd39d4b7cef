import type { Engine } from './engine.js';
import type { FeelHead } from './feel.js';
import { PieceInputs } from './inputs.js';
import { featureWidth, type Architecture } from './net/architecture.js';
import type { Piece } from './piece.js';

export interface Scores {
  /** Mean nats a tick, each predicted from the window before it alone. */
  readonly natsPerTick: number;
  readonly ticks: number;
  /** Share of ticks whose likeliest token was the right one. */
  readonly accuracy: number;
  /** Mean absolute error of the predicted means, over notes: MIDI velocity, and ticks. */
  readonly velocityMae: number;
  readonly offsetMae: number;
}

/**
 * Scores pieces as they would be played: every `stride`-th tick is predicted from the last `window` inputs, from the
 * zero state. `engine` plays `batch` windows at once; full windows and shorter ones are not mixed.
 */
export async function evaluate(
  network: {
    architecture: Architecture;
    engine: Engine;
    feel: FeelHead;
    window: number;
    batch: number;
  },
  pieces: readonly Piece[],
  stride = 1,
): Promise<Scores> {
  const { architecture, engine, window, batch: N } = network;
  const F = featureWidth(architecture);
  const V = architecture.vocabulary;
  const tally = { nats: 0, ticks: 0, right: 0, velocity: 0, offset: 0, notes: 0 };
  for (const [T, cases] of byLength(pieces, window, stride)) {
    for (let at = 0; at < cases.length; at += N) {
      const chunk = cases.slice(at, at + N);
      const tokens = new Int32Array(T * N);
      const features = new Float32Array(T * N * F);
      chunk.forEach(({ piece, tick }, n) => {
        const inputs = new PieceInputs(architecture, piece);
        for (let t = 0; t < T; t++) {
          const input = tick - T + 1 + t;
          tokens[t * N + n] = inputs.token(input);
          inputs.writeFeatures(input, { position: true, feel: true }, features, (t * N + n) * F);
        }
      });
      const head = (T - 1) * N;
      await engine.prime(tokens.subarray(0, head), features.subarray(0, head * F));
      const { logProbs, feel } = await engine.step(
        tokens.subarray(head),
        features.subarray(head * F),
      );
      chunk.forEach((one, n) => {
        const row = logProbs.subarray(n * V, (n + 1) * V);
        const token = one.piece.tokens[one.tick];
        tally.nats -= row[token];
        tally.ticks++;
        if (row.every((value) => value <= row[token])) tally.right++;
        const D = architecture.feel;
        if (D > 0) addFeelErrors(tally, network.feel, feel.subarray(n * D, (n + 1) * D), one);
      });
    }
  }
  return {
    natsPerTick: tally.nats / tally.ticks,
    ticks: tally.ticks,
    accuracy: tally.right / tally.ticks,
    velocityMae: (127 * tally.velocity) / tally.notes,
    offsetMae: tally.offset / tally.notes,
  };
}

interface Case {
  readonly piece: Piece;
  readonly tick: number;
}

/** Ticks to predict, gathered by the number of inputs that they have. */
function byLength(pieces: readonly Piece[], window: number, stride: number): Map<number, Case[]> {
  const cases = new Map<number, Case[]>();
  let count = 0;
  for (const piece of pieces) {
    for (let tick = 0; tick < piece.tokens.length; tick++) {
      if (count++ % stride !== 0) continue;
      const T = Math.min(tick + 1, window);
      const list = cases.get(T);
      if (list === undefined) cases.set(T, [{ piece, tick }]);
      else list.push({ piece, tick });
    }
  }
  return cases;
}

function addFeelErrors(
  tally: { velocity: number; offset: number; notes: number },
  head: FeelHead,
  projection: Float32Array,
  { piece, tick }: Case,
): void {
  const L = piece.velocity.length / piece.tokens.length;
  const feel = head.predict(projection, piece.tokens[tick]);
  for (let lane = 0; lane < L; lane++) {
    const velocity = piece.velocity[tick * L + lane];
    if (velocity === 0) continue;
    tally.velocity += Math.abs(feel.velocity[lane] - velocity);
    tally.offset += Math.abs(feel.offset[lane] - piece.offset[tick * L + lane]);
    tally.notes++;
  }
}
