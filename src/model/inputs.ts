import type { Sound } from './codec/codec.js';
import { ofBars, phraseBars, writeFeatures, type Told } from './features.js';
import { startToken, type Architecture, type FeatureGroup } from './net/architecture.js';
import type { Piece } from './piece.js';
import { recurrence } from './recurrence.js';

type FeatureName = FeatureGroup['name'];
/** What the network is not told, for it to learn to do without. */
export type Hidden = ReadonlySet<FeatureName>;
export const nothingHidden: Hidden = new Set();

/**
 * The stream of inputs that a piece is to the network: input 0 is the start token, input i the token of tick i - 1;
 * each predicts the token of tick i. So a piece of T ticks has T inputs.
 */
export class PieceInputs {
  private readonly asked: ReadonlySet<FeatureName>;

  constructor(
    private readonly architecture: Architecture,
    private readonly piece: Piece,
  ) {
    this.asked = new Set(architecture.features.map(({ name }) => name));
  }

  token(input: number): number {
    return input === 0 ? startToken(this.architecture) : this.piece.tokens[input - 1];
  }

  /** Writes features [F] of an input, but for those that are `hidden`. */
  writeFeatures(input: number, hidden: Hidden, into: Float32Array, at: number): void {
    writeFeatures(this.architecture.features, this.told(input, hidden), into, at);
  }

  /** What goes with an input, of what the network asks for. */
  told(input: number, hidden: Hidden): Told {
    const L = this.architecture.lanes;
    const { velocity, offset, ticksPerBar, kind, style, tempo } = this.piece;
    const show = <T>(name: FeatureName, value: () => T): T | null =>
      hidden.has(name) || !this.asked.has(name) ? null : value();
    const lanes = (all: Float32Array, tick: number): Float32Array | null =>
      tick < 0 ? null : all.subarray(tick * L, (tick + 1) * L);
    const before = (all: Float32Array): Float32Array =>
      ofBars(L, (barsAgo) => lanes(all, input - barsAgo * ticksPerBar));
    return {
      position: show('position', () => input % ticksPerBar),
      velocity: show('velocity', () => lanes(velocity, input - 1)),
      offset: show('offset', () => lanes(offset, input - 1)),
      velocityBefore: show('velocityBefore', () => before(velocity)),
      offsetBefore: show('offsetBefore', () => before(offset)),
      soundsBefore: show('soundsBefore', () =>
        phraseBars.map((bars) => this.soundAt(input - bars * ticksPerBar)),
      ),
      recurrence: show('recurrence', () => this.recurrence(input)),
      kind: show('kind', () => kind),
      style: show('style', () => style),
      tempo: show('tempo', () => tempo),
    };
  }

  /** Of the bars that end before `tick`. */
  private recurrence(tick: number): Float32Array {
    const { ticksPerBar } = this.piece;
    return recurrence(ticksPerBar, (ticks, at) => {
      const then = tick - ticks;
      const sound = this.soundAt(then);
      if (sound?.kind !== 'onset') return null;
      return sound === this.soundAt(then - phraseBars[at] * ticksPerBar);
    });
  }

  private soundAt(tick: number): Sound | null {
    return this.piece.sounds[this.piece.tokens[tick]] ?? null;
  }
}
