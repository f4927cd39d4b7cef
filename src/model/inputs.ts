import { barAt, barsEarlier, positionOf } from './bars.js';
import { ofBars, phraseBars, repriseBars, writeFeatures, type Told } from './features.js';
import { startToken, type Architecture, type FeatureGroup } from './net/architecture.js';
import type { Piece } from './piece.js';

type FeatureName = FeatureGroup['name'];
/** What the network is not told, for it to learn to do without. */
export type Hidden = ReadonlySet<FeatureName>;
export const nothingHidden: Hidden = new Set();
/** What only its composer knows of a tick that is to be predicted. */
export const foresightHidden: Hidden = new Set<FeatureName>(['reprise']);

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
    const { tokens, sounds, velocity, offset, bars, kind, style, tempo } = this.piece;
    const show = <T>(name: FeatureName, value: () => T): T | null =>
      this.asked.has(name) && !hidden.has(name) ? value() : null;
    const lanes = (all: Float32Array, tick: number): Float32Array | null =>
      tick < 0 ? null : all.subarray(tick * L, (tick + 1) * L);
    const before = (all: Float32Array): Float32Array =>
      ofBars(L, (barsAgo) => lanes(all, barsEarlier(bars, input, barsAgo)));
    return {
      position: show('position', () => positionOf(bars, input)),
      velocity: show('velocity', () => lanes(velocity, input - 1)),
      offset: show('offset', () => lanes(offset, input - 1)),
      velocityBefore: show('velocityBefore', () => before(velocity)),
      offsetBefore: show('offsetBefore', () => before(offset)),
      soundsBefore: show('soundsBefore', () =>
        phraseBars.map((barsAgo) => sounds[tokens[barsEarlier(bars, input, barsAgo)]] ?? null),
      ),
      reprise: show('reprise', () => this.isReprise(input)),
      kind: show('kind', () => kind),
      style: show('style', () => style),
      tempo: show('tempo', () => tempo),
    };
  }

  /** Whether most of what begins in the bar of `tick` began `repriseBars` before too. */
  private isReprise(tick: number): boolean {
    const { tokens, sounds, bars } = this.piece;
    const bar = barAt(bars, tick);
    let begun = 0;
    let again = 0;
    for (let at = bars[bar]; at < Math.min(tokens.length, bars[bar + 1]); at++) {
      if (sounds[tokens[at]]?.kind !== 'onset') continue;
      begun++;
      if (tokens[at] === tokens[barsEarlier(bars, at, repriseBars)]) again++;
    }
    return 2 * again > begun;
  }
}
