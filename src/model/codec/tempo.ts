import type { Score } from '../score.js';
import { weightedMedian } from '../weighted-median.js';

/** The BPM that half of a score is slower than: a count-in, a rubato or a last bar is not what it is played at. Undefined where it names none. */
export function usualTempo({ tempos, notes }: Score): number | undefined {
  const end = notes.at(-1)?.onset ?? 0;
  return weightedMedian(
    tempos.map(({ onset, bpm }, at) => {
      const until = Math.min(end, tempos[at + 1]?.onset ?? end);
      return [bpm, Math.max(0, until - onset)];
    }),
  );
}
