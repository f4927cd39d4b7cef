import { phraseBars } from './features.js';

/**
 * [phraseBars] of what began in the last so many bars, the share that began so many bars before that too: 1 where a phrase has
 * just been played again to its end. So a network knows that it is time for another, as people do: told of the phrase
 * alone, it plays one of eight bars on and on. `again` says whether what began so many ticks ago, from 1 on, is what
 * began `phraseBars[at]` bars before that; null where nothing began.
 */
export function recurrence(
  ticksPerBar: number,
  again: (ticks: number, at: number) => boolean | null,
): Float32Array {
  return Float32Array.from(phraseBars, (bars, at) => {
    let begun = 0;
    let same = 0;
    for (let ticks = 1; ticks <= bars * ticksPerBar; ticks++) {
      const now = again(ticks, at);
      if (now === null) continue;
      begun++;
      if (now) same++;
    }
    return same / Math.max(1, begun);
  });
}
