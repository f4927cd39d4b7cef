import { tickOf } from '../codec/grid.js';
import type { Score } from '../score.js';
import { contentHash } from './split.js';

const grid = 16;

/**
 * Names what a score plays: its pitches, and the sixteenths from its first note on at which they begin. So a take has the
 * same name however it was exported: at another resolution, tempo, loudness or place in the song, in other tracks, quantized.
 */
export function musicHash({ notes, ppq }: Score): string {
  const first = tickOf(notes.at(0)?.onset ?? 0, ppq, grid);
  const begun = new Set(
    notes.map(({ onset, pitch }) => 128 * (tickOf(onset, ppq, grid) - first) + pitch),
  );
  return contentHash(new Uint8Array(Int32Array.from(begun).sort().buffer));
}
