import type { Told } from './features.js';
import { lately } from './net/lately.js';
import { levelsOf, loudnessAt } from './loudness.js';
import { leastVariance, loudnessLevels, type Architecture } from './net/architecture.js';
import { paramViews } from './net/params.js';
import { coin, normal, normalShare } from './rng.js';

/** How a voice would be played: loudness as the probabilities of its levels (loudness.ts), micro-offset in ticks. */
export interface Feel {
  readonly levels: Float32Array;
  readonly offset: number;
  readonly offsetSpread: number;
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

  /** How each of `lanes` of `token` would be played, given the feel projection [D] of the engine's prediction, and what its last input was told. */
  predict(projection: Float32Array, token: number, told: Told, lanes: readonly number[]): Feel[] {
    const { feel: D, lanes: L } = this.architecture;
    const u = Float32Array.from({ length: D }, (_, d) =>
      Math.tanh(projection[d] + this.token[token * D + d]),
    );
    const known = this.latelyOf(told);
    const out = (row: number): number => {
      let total = this.outB[row];
      for (let d = 0; d < D; d++) total += this.outW[row * D + d] * u[d];
      for (let at = 0; at < known.length; at++)
        total += this.latelyW[row * known.length + at] * known[at];
      return total;
    };
    return lanes.map((lane) => {
      const variance = Math.exp(out(L + lane)) + leastVariance;
      const begin = 4 * L + lane * loudnessLevels;
      const beside = Float32Array.from({ length: loudnessLevels }, (_, at) => out(begin + at));
      return {
        levels: levelsOf(out(lane), variance, beside),
        offset: out(2 * L + lane),
        offsetSpread: Math.sqrt(Math.exp(out(3 * L + lane)) + leastVariance),
      };
    });
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

/** Where a note falls among all that could be played in its place: standard normal deviates. */
export interface Luck {
  readonly velocity: number;
  readonly offset: number;
}

/**
 * Share of the luck in loudness that is the same in every bar of a take: how much louder or softer than predicted its seed has
 * each voice at each place of the bar. So much that what is played alone is as near to the same voice of the bar before as
 * what people played (bench/steadiness.ts).
 */
const accents = 0.36;

/** The luck of a lane at a tick. */
export function luckOf(
  seed: number,
  { tick, position }: { readonly tick: number; readonly position: number },
  lane: number,
): Luck {
  const draw = (when: number, at: number): number => {
    const coinAt = (which: number): number => coin(seed, when, 1 + 4 * lane + which);
    return normal(coinAt(2 * at), coinAt(2 * at + 1));
  };
  // Ticks begin at 0, and -1 is the opening's.
  const place = -2 - position;
  return {
    velocity: Math.sqrt(accents) * draw(place, 0) + Math.sqrt(1 - accents) * draw(tick, 0),
    offset: draw(tick, 1),
  };
}

/** Latest and earliest a note may be: inside its tick, with room for the player to be on time. */
const widestOffset = 0.45;

/** A note: loudness 1/127 to 1 and micro-offset, as luck has it; `usual` is the voice's mean loudness. */
export function playVoice(
  { levels, offset, offsetSpread }: Feel,
  usual: number,
  amounts: FeelAmounts,
  luck: Luck,
): { velocity: number; offset: number } {
  const loud = loudnessAt(levels, normalShare(luck.velocity));
  const late = offset + offsetSpread * luck.offset;
  return {
    velocity: clamp(varied(loud, usual, amounts.dynamics), 1 / 127, 1),
    offset: clamp(amounts.humanize * late, -widestOffset, widestOffset),
  };
}

/**
 * `loud` so many times as far from `usual`, 0 to 1; above 1 the less so, the further it is: what is softer than another stays
 * so, and nothing is louder than can be, or not to be heard.
 */
function varied(loud: number, usual: number, dynamics: number): number {
  const by = loud - usual;
  if (dynamics <= 1 || by === 0) return usual + dynamics * by;
  const most = by > 0 ? 1 - usual : -usual;
  return usual + most * (1 - (1 - by / most) ** dynamics);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
