import { writeFeatures, type Told } from './features.js';
import { startToken, type Architecture } from './net/architecture.js';
import type { Piece } from './piece.js';

/**
 * The stream of inputs that a piece is to the network: input 0 is the start token, input i the token of tick i - 1;
 * each predicts the token of tick i. So a piece of T ticks has T inputs.
 */
export class PieceInputs {
  constructor(
    private readonly architecture: Architecture,
    private readonly piece: Piece,
  ) {}

  token(input: number): number {
    return input === 0 ? startToken(this.architecture) : this.piece.tokens[input - 1];
  }

  /** Writes features [F] of an input; `known` leaves out what training hides. */
  writeFeatures(
    input: number,
    known: { position: boolean; feel: boolean },
    into: Float32Array,
    at: number,
  ): void {
    const L = this.architecture.lanes;
    const tick = input - 1;
    const lanes = (all: Float32Array): Float32Array | null =>
      known.feel && tick >= 0 ? all.subarray(tick * L, (tick + 1) * L) : null;
    const told: Told = {
      nextPosition: known.position ? input % this.piece.ticksPerBar : null,
      velocity: lanes(this.piece.velocity),
      offset: lanes(this.piece.offset),
    };
    writeFeatures(this.architecture.features, told, into, at);
  }
}
