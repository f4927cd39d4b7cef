import type { Score } from '../score.js';

/** The BPM that half of a score is slower than: a count-in, a rubato or a last bar is not what it is played at. Undefined where it names none. */
export function usualTempo({ tempos, notes }: Score): number | undefined {
  const end = notes.at(-1)?.onset ?? 0;
  const lasting = tempos.map(({ onset, bpm }, at) => {
    const until = Math.min(end, tempos[at + 1]?.onset ?? end);
    return { bpm, pulses: Math.max(0, until - onset) };
  });
  let left = lasting.reduce((sum, { pulses }) => sum + pulses, 0) / 2;
  const bySpeed = lasting.toSorted((a, b) => a.bpm - b.bpm);
  return (bySpeed.find(({ pulses }) => (left -= pulses) <= 0) ?? bySpeed.at(0))?.bpm;
}
