import type { Sound } from '../codec/codec.js';
import { everything } from '../orders.js';

/** Ticks for which vetoes are kept; the oldest go. */
const most = 256;

/** Notes that a player does not want to hear, by tick. */
export class Vetoes {
  constructor(private readonly pitches = new Map<number, readonly number[]>()) {}

  /** @param pitch or `everything` */
  add(tick: number, pitch: number): void {
    this.pitches.set(tick, [...(this.pitches.get(tick) ?? []), pitch]);
    if (this.pitches.size > most) this.pitches.delete(this.pitches.keys().next().value!);
  }

  copy(): Vetoes {
    return new Vetoes(new Map(this.pitches));
  }

  clear(): void {
    this.pitches.clear();
  }

  /**
   * What to play at `tick` in place of `token`: the token that begins all it does but what is vetoed, or, where there is none,
   * the most of it; of two, the one that `scores` [V] have for likelier. Where every token begins something vetoed, `token`.
   */
  spare(tick: number, token: number, scores: Float32Array, sounds: readonly Sound[]): number {
    const vetoed = this.pitches.get(tick);
    if (vetoed === undefined) return token;
    const hears = (pitch: number): boolean => vetoed.includes(everything) || vetoed.includes(pitch);
    if (!sounds[token].pitches.some(hears)) return token;
    const wanted = new Set(sounds[token].pitches);
    let [best, most] = [token, -Infinity];
    sounds.forEach(({ pitches }, candidate) => {
      if (pitches.some(hears)) return;
      const strangers = pitches.filter((pitch) => !wanted.has(pitch)).length;
      // Each stranger is worse than anything missing.
      const kept = pitches.length - strangers * 256;
      const likelier = kept === most && scores[candidate] > scores[best];
      if (kept > most || likelier) [best, most] = [candidate, kept];
    });
    return best;
  }
}
