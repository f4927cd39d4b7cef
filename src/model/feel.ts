import type { Told } from './features.js';
import { lately } from './net/lately.js';
import { leastVariance, type Architecture } from './net/architecture.js';
import { paramViews } from './net/params.js';
import { coin, laplace, normal } from './rng.js';

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
  private readonly latelyW: Float32Array;

  constructor(
    private readonly architecture: Architecture,
    flat: Float32Array,
  ) {
    const views = paramViews(architecture, flat);
    const empty = new Float32Array();
    this.token = views.get('feel.token') ?? empty;
    this.outW = views.get('feel.out.w') ?? empty;
    this.outB = views.get('feel.out.b') ?? empty;
    this.latelyW = views.get('feel.lately.w') ?? empty;
  }

  /** How `token` would be played, given the feel projection [D] of the engine's prediction, and what its last input was told. */
  predict(projection: Float32Array, token: number, told: Told): Feel {
    const { feel: D, lanes: L } = this.architecture;
    const u = Float32Array.from({ length: D }, (_, d) =>
      Math.tanh(projection[d] + this.token[token * D + d]),
    );
    const known = this.latelyOf(told);
    const out = Float32Array.from({ length: 4 * L }, (_, row) => {
      let total = this.outB[row];
      for (let d = 0; d < D; d++) total += this.outW[row * D + d] * u[d];
      for (let at = 0; at < known.length; at++)
        total += this.latelyW[row * known.length + at] * known[at];
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

  private latelyOf({ velocityBefore, offsetBefore }: Told): Float32Array {
    const { lanes: L } = this.architecture;
    if (this.latelyW.length === 0 || velocityBefore === null) return new Float32Array();
    return lately(L, velocityBefore, offsetBefore);
  }
}

/** How much of the learned feel is wanted: `Controls` of tick.ts. */
export interface FeelAmounts {
  readonly dynamics: number;
  readonly humanize: number;
}

/** How far a note falls from the means that are predicted for it, in standard deviations. */
export interface Luck {
  readonly velocity: number;
  readonly offset: number;
}

/**
 * Share of the luck in loudness that is the same in every bar of a take: how much louder or softer than predicted its seed has
 * each voice at each place of the bar. So much that what is played alone is as near to the same voice of the bar before as
 * what people played (bench/steadiness.ts). With none each note draws towards the usual loudness of its voice, until all
 * are alike.
 */
const accents = 0.4;

/**
 * The luck of a lane at a tick. Where people played a voice a bar ago as well (Groove's validation split), half of the notes
 * are within 0.48 deviations of their loudness and one in a hundred is 2.9 away, as Laplace has it; in timing it is 0.64 and
 * 2.8, near to Gauss's 0.67 and 2.6.
 */
export function luckOf(
  seed: number,
  { tick, position }: { readonly tick: number; readonly position: number },
  lane: number,
): Luck {
  const draw = (when: number, at: number): number => coin(seed, when, 1 + 4 * lane + at);
  // Ticks begin at 0, and -1 is the opening's.
  const place = -2 - position;
  const accent = normal(draw(place, 0), draw(place, 1));
  return {
    velocity: Math.sqrt(accents) * accent + Math.sqrt(1 - accents) * laplace(draw(tick, 0)),
    offset: normal(draw(tick, 2), draw(tick, 3)),
  };
}

/** Latest and earliest a note may be: inside its tick, with room for the player to be on time. */
const widestOffset = 0.45;

/** One lane's note: loudness 1/127 to 1 and micro-offset, with so many standard deviations of luck; `usual` is the lane's mean loudness. */
export function playLane(
  feel: Feel,
  lane: number,
  usual: number,
  amounts: FeelAmounts,
  luck: Luck,
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
