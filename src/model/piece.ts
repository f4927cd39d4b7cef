import type { BarLines } from './bars.js';
import type { Sound } from './codec/codec.js';
import type { PieceKind, PieceStyle } from './features.js';

/** A piece as the network takes it, one entry a tick. L = lanes. */
export interface Piece {
  /** Where it came from, for messages. */
  readonly file: string;
  /** [T] */
  readonly tokens: Int32Array;
  /** [V] what each token of its vocabulary asks for. */
  readonly sounds: readonly Sound[];
  /** [T, L] loudness 0 to 1, 0 where the lane began nothing. */
  readonly velocity: Float32Array;
  /** [T, L] micro-offset in ticks. */
  readonly offset: Float32Array;
  readonly bars: BarLines;
  /** What is known of the whole of it, where it is. */
  readonly kind: PieceKind | null;
  readonly style: PieceStyle | null;
  readonly tempo: number | null;
}

/** [L] mean loudness of each lane where it sounds; for a lane that never does, its loudness in `before`, or 0.6. */
export function usualVelocity(
  pieces: readonly Piece[],
  lanes: number,
  before: readonly number[] = [],
): number[] {
  return Array.from({ length: lanes }, (_, lane) => {
    let total = 0;
    let count = 0;
    for (const { velocity } of pieces) {
      for (let at = lane; at < velocity.length; at += lanes) {
        if (velocity[at] === 0) continue;
        total += velocity[at];
        count++;
      }
    }
    return count === 0 ? (before[lane] ?? 0.6) : total / count;
  });
}
