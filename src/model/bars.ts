/** Bar lines of a piece, in ticks: the first tick of each bar from 0 on, and the line after the last. */
export type BarLines = Int32Array;

/** The bar lines of so many ticks in bars of one length. */
export function evenBars(ticksPerBar: number, ticks: number): BarLines {
  const bars = Math.max(1, Math.ceil(ticks / ticksPerBar));
  return Int32Array.from({ length: bars + 1 }, (_, bar) => bar * ticksPerBar);
}

/** The bar that a tick is in, counted from 0. */
export function barAt(lines: BarLines, tick: number): number {
  let [low, high] = [0, lines.length - 1];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (lines[middle] <= tick) low = middle;
    else high = middle;
  }
  return low;
}

/** The place of a tick in its bar, from 0. */
export function positionOf(lines: BarLines, tick: number): number {
  return tick - lines[barAt(lines, tick)];
}

/** The tick at the same place of a bar, so many bars before: those that are too short for it do not count. -1 where there is none. */
export function barsEarlier(lines: BarLines, tick: number, bars: number): number {
  const own = barAt(lines, tick);
  const position = tick - lines[own];
  let left = bars;
  for (let bar = own - 1; bar >= 0; bar--) {
    if (position >= lines[bar + 1] - lines[bar]) continue;
    if (--left === 0) return lines[bar] + position;
  }
  return -1;
}

/** How long most bars are, in ticks. */
export function usualBar(lines: BarLines): number {
  const counts = new Map<number, number>();
  let usual = lines[1] - lines[0];
  for (let bar = 0; bar + 1 < lines.length; bar++) {
    const ticks = lines[bar + 1] - lines[bar];
    const count = (counts.get(ticks) ?? 0) + 1;
    counts.set(ticks, count);
    if (count > (counts.get(usual) ?? 0)) usual = ticks;
  }
  return usual;
}
