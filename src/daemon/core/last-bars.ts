import type { Entry } from './journal-entry.js';
import type { Values } from './setting.js';

const played: ReadonlySet<Entry['type']> = new Set([
  'tick',
  'note',
  'clock',
  'transport',
  'values',
]);

/**
 * What was played in the last `bars` bars, the one under way among them, at the tempo and with the settings they began with.
 * Memory holds so many bars, however long the session is.
 */
export class LastBars {
  /** What belongs to each bar, in order. */
  private readonly bars: Entry[][] = [[]];
  /** The tempo as the first of the bars began. */
  private first: Entry | undefined;
  private values: Values;

  /** `values` are the settings as the session began. */
  constructor(
    private readonly count: number,
    values: Values = {},
  ) {
    this.values = values;
  }

  /** The next entry of a session. */
  add(entry: Entry): void {
    if (entry.type === 'tick' && entry.part === 1 && entry.tickInBar === 0) this.line();
    if (played.has(entry.type)) this.bars.at(-1)!.push(entry);
  }

  /** How many bars there are, the one under way among them. */
  get length(): number {
    return this.bars.filter((bar) => bar.some(({ type }) => type === 'tick')).length;
  }

  entries(): Entry[] {
    const { first, values } = this;
    return [
      { type: 'values', values },
      ...(first === undefined ? [] : [first]),
      ...this.bars.flat(),
    ];
  }

  /** Notes that came before the line, as they are played early, belong behind it. */
  private line(): void {
    const before = this.bars.at(-1)!;
    const early = earlyOf(before);
    this.bars[this.bars.length - 1] = before.filter((entry) => !early.includes(entry));
    this.bars.push(early);
    if (this.bars.length <= this.count) return;
    for (const entry of this.bars.shift()!) {
      if (entry.type === 'clock') this.first = entry;
      if (entry.type === 'values') this.values = { ...this.values, ...entry.values };
    }
  }
}

/** Notes whose tick, in the ticks of their part, is yet to begin; in what was begun anew the last time, where that was in this bar. */
function earlyOf(bar: readonly Entry[]): Entry[] {
  const begun = new Map<number, number>();
  let start = 0;
  for (const [at, entry] of bar.entries()) {
    if (entry.type === 'tick') begun.set(entry.part, entry.tick);
    if (entry.type !== 'transport' || !entry.playing) continue;
    begun.clear();
    start = at;
  }
  return bar
    .slice(start)
    .filter((entry) => entry.type === 'note' && entry.tick > (begun.get(entry.part) ?? -1));
}
