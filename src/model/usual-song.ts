import { usualBar } from './bars.js';
import type { Piece } from './piece.js';
import { weightedMedian } from './weighted-median.js';

/** What most of a corpus is played in. */
export interface UsualSong {
  /** Of the most ticks. */
  readonly ticksPerBar: number;
  /** BPM that half of all ticks whose tempo is known are slower than; undefined where none is. */
  readonly tempo: number | undefined;
}

export function usualSong(pieces: readonly Piece[]): UsualSong {
  const ticksIn = new Map<number, number>();
  for (const { bars, tokens } of pieces) {
    const bar = usualBar(bars);
    ticksIn.set(bar, (ticksIn.get(bar) ?? 0) + tokens.length);
  }
  const [[ticksPerBar]] = [...ticksIn].sort(([, a], [, b]) => b - a);
  const tempo = weightedMedian(
    pieces.flatMap(({ tempo, tokens }) => (tempo === null ? [] : [[tempo, tokens.length]])),
  );
  return { ticksPerBar, tempo };
}
