import { leastVariance, type Architecture } from './net/architecture.js';
import { paramViews } from './net/params.js';

/** Mean and standard deviation of loudness (0 to 1) and micro-offset (ticks), each [L]. */
export interface Feel {
  readonly velocity: Float32Array;
  readonly velocitySpread: Float32Array;
  readonly offset: Float32Array;
  readonly offsetSpread: Float32Array;
}

/** The feel heads' last two layers: small enough to run here, whatever the engine. Letters: architecture.ts. */
export class FeelHead {
  private readonly token: Float32Array;
  private readonly outW: Float32Array;
  private readonly outB: Float32Array;

  constructor(
    private readonly architecture: Architecture,
    flat: Float32Array,
  ) {
    const views = paramViews(architecture, flat);
    const empty = new Float32Array();
    this.token = views.get('feel.token') ?? empty;
    this.outW = views.get('feel.out.w') ?? empty;
    this.outB = views.get('feel.out.b') ?? empty;
  }

  /** How `token` would be played, given the feel projection [D] of the engine's prediction. */
  predict(projection: Float32Array, token: number): Feel {
    const { feel: D, lanes: L } = this.architecture;
    const u = Float32Array.from({ length: D }, (_, d) =>
      Math.tanh(projection[d] + this.token[token * D + d]),
    );
    const out = Float32Array.from({ length: 4 * L }, (_, row) => {
      let total = this.outB[row];
      for (let d = 0; d < D; d++) total += this.outW[row * D + d] * u[d];
      return total;
    });
    const spread = (from: number): Float32Array =>
      out
        .slice(from, from + L)
        .map((logVariance) => Math.sqrt(Math.exp(logVariance) + leastVariance));
    return {
      velocity: out.slice(0, L),
      velocitySpread: spread(L),
      offset: out.slice(2 * L, 3 * L),
      offsetSpread: spread(3 * L),
    };
  }
}

/**
 * How like a voice's luck is to what it was a bar ago: the correlation, on Groove's validation split, of how far notes are
 * from the mean that was predicted for them, in standard deviations (docs/training.md). The network does not know it.
 */
export const lasting = { velocity: 0.75, offset: 0.4 } as const;

/** Bars after which luck is forgotten. */
const memory = 12;

/**
 * Normally distributed luck, of which `share` is that of the bar before and the rest new. `fresh` gives what was new so
 * many bars ago: nothing is kept from bar to bar, so any tick can be planned by itself.
 */
export function lastingLuck(share: number, fresh: (barsAgo: number) => number): number {
  let total = 0;
  let squares = 0;
  for (let bars = 0; bars < memory; bars++) {
    total += share ** bars * fresh(bars);
    squares += share ** (2 * bars);
  }
  return total / Math.sqrt(squares);
}

/** How much of the learned feel is wanted: `Controls` of tick.ts. */
export interface FeelAmounts {
  readonly dynamics: number;
  readonly humanize: number;
}

/** Latest and earliest a note may be: inside its tick, with room for the player to be on time. */
const widestOffset = 0.45;

/** One lane's note: loudness 1/127 to 1 and micro-offset, with so many standard deviations of luck; `usual` is the lane's mean loudness. */
export function playLane(
  feel: Feel,
  lane: number,
  usual: number,
  amounts: FeelAmounts,
  luck: { readonly velocity: number; readonly offset: number },
): { velocity: number; offset: number } {
  const loud = feel.velocity[lane] + feel.velocitySpread[lane] * luck.velocity;
  const late = feel.offset[lane] + feel.offsetSpread[lane] * luck.offset;
  return {
    velocity: clamp(usual + amounts.dynamics * (loud - usual), 1 / 127, 1),
    offset: clamp(amounts.humanize * late, -widestOffset, widestOffset),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
