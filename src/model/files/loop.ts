import type { BarLines } from '../bars.js';
import type { Steps } from '../codec/codec.js';

/** A piece of so many bars at most is a loop, and is heard for so many at least. */
const loopBars = 4;
const heardBars = 8;

export function isLoop(bars: BarLines): boolean {
  return bars.length - 1 <= loopBars;
}

/** A loop, whole bars long, again and again: who has heard it once alone does not know how to go on. */
export function heardAgain(
  { tokens, velocity, offset }: Steps,
  bars: BarLines,
): { readonly steps: Steps; readonly bars: BarLines } {
  const times = Math.ceil(heardBars / (bars.length - 1));
  const length = bars.at(-1)!;
  const again = <T>(of: (time: number) => Iterable<T>): T[] =>
    Array.from({ length: times }, (_, time) => [...of(time)]).flat();
  const lines = again((time) => bars.subarray(0, -1).map((line) => time * length + line));
  return {
    steps: {
      tokens: again(() => tokens),
      velocity: Float32Array.from(again(() => velocity)),
      offset: Float32Array.from(again(() => offset)),
    },
    bars: Int32Array.from([...lines, times * length]),
  };
}
