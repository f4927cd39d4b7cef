import { usualBar } from './bars.js';
import type { Piece } from './piece.js';

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
  return { ticksPerBar, tempo: usualTempo(pieces) };
}

function usualTempo(pieces: readonly Piece[]): number | undefined {
  const known = pieces
    .flatMap(({ tempo, tokens }) => (tempo === null ? [] : [{ tempo, ticks: tokens.length }]))
    .sort((a, b) => a.tempo - b.tempo);
  let left = known.reduce((sum, { ticks }) => sum + ticks, 0) / 2;
  return known.find(({ ticks }) => (left -= ticks) <= 0)?.tempo;
}
