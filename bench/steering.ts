/**
 * What steering does to what a model plays alone: over so many bars, an eighth of them by each of eight seeds.
 * `node dist/bench/steering.js [BARS] [MODEL] [ROW]`; only rows whose name begins with ROW, where that is given.
 */
import { loadGenerator } from '../src/daemon/load-generator.js';
import { improvise } from '../src/model/improvise.js';
import type { Order } from '../src/model/orders.js';
import {
  type Controls,
  plainControls,
  type PlannedNote,
  type TickPlan,
  usualTopP,
} from '../src/model/tick.js';

interface Row {
  readonly name: string;
  readonly controls?: Partial<Controls>;
  /** What is ordered at the first tick of each bar that is counted. */
  readonly order?: Order['kind'];
  /** One bar in so many is counted: the last. */
  readonly every?: number;
}

const [bars = '128', folder = '', only = ''] = process.argv.slice(2);
const { generator } = await loadGenerator(folder, { engine: 'ort', device: 'cpu', threads: 1 });
const ticksPerBar = generator.codec.spec.grid;
/** The first bars are not steered, nor counted: the same in each row, so that all rows begin from one groove. */
const leadIn = 4;
const toms: ReadonlySet<number> = new Set([43, 47, 50]);
const seeds = Array.from({ length: 8 }, (_, at) => 24 + at);

const amounts = (name: keyof Controls, values: readonly number[]): Row[] =>
  values.map((value) => ({ name: `${name} ${value}`, controls: { [name]: value } }));
const rows: readonly Row[] = [
  { name: 'as it is' },
  ...amounts('temperature', [0, 0.5, 1.5, 2]),
  ...amounts('topP', [0.5, 1]),
  ...amounts('topK', [3]),
  ...amounts('density', [-1, -0.5, 0.5, 1]),
  ...amounts('repetition', [-1, -0.5, 0.5, 0.9, 1]),
  ...amounts('cache', [0.25, 0.5, 0.75, 1]),
  ...amounts('freeze', [1]),
  { name: 'each fourth bar', every: 4 },
  { name: 'a fill in it', every: 4, order: 'fill' },
  { name: 'mutate each bar', order: 'mutate' },
  ...amounts('dynamics', [0, 2]),
  ...amounts('humanize', [0, 2]),
];

print('', ['notes', 'toms', 'onsets', 'like last', 'new', 'loudness', 'timing']);
for (const row of rows.filter(({ name }) => name.startsWith(only))) {
  const takes: TickPlan[][][] = [];
  for (const seed of seeds) takes.push(await playBars(row, seed));
  print(row.name, describe(row, takes));
}
await generator.close();

/** Each bar as its plans. */
async function playBars({ controls, order, every = 1 }: Row, seed: number): Promise<TickPlan[][]> {
  const count = leadIn + (Number(bars) / seeds.length) * every;
  const plain = { ...plainControls, topP: usualTopP, seed };
  const steered = { ...plain, ...controls };
  const ordered = (tick: number): Order[] => {
    if (tick === 0) return [{ kind: 'forget', a: 0, b: 0 }];
    const counted = tick % ticksPerBar === 0 && isCounted(tick / ticksPerBar, every);
    return order !== undefined && counted ? [{ kind: order, a: 0, b: 0 }] : [];
  };
  const plans = await improvise(generator, count * ticksPerBar, plain, (tick) => ({
    orders: ordered(tick),
    controls: tick < leadIn * ticksPerBar ? plain : steered,
  }));
  return Array.from({ length: count }, (_, bar) =>
    plans.slice(bar * ticksPerBar, (bar + 1) * ticksPerBar),
  );
}

function isCounted(bar: number, every: number): boolean {
  return bar >= leadIn && bar % every === every - 1;
}

/**
 * A bar: notes, toms, ticks with an onset. Of all bars: those that are the bar before again, and those never heard before.
 * Of all notes: the standard deviations of MIDI velocity, and of the offset in hundredths of a tick.
 */
function describe({ every = 1 }: Row, takes: readonly TickPlan[][][]): string[] {
  let [drummed, onsets, like, fresh, count] = [0, 0, 0, 0, 0];
  const notes: PlannedNote[] = [];
  for (const take of takes) {
    const names = take.map((bar) => bar.map(({ token }) => token).join());
    for (const [bar, plans] of take.entries()) {
      if (!isCounted(bar, every)) continue;
      count += 1;
      for (const plan of plans) {
        notes.push(...plan.notes);
        drummed += plan.notes.filter(({ pitch }) => toms.has(pitch)).length;
        onsets += Number(plan.kind === 'onset');
      }
      like += Number(names[bar] === names[bar - 1]);
      fresh += Number(names.indexOf(names[bar]!) === bar);
    }
  }
  const mean = (sum: number): string => (sum / count).toFixed(1);
  const share = (part: number): string => `${((100 * part) / count).toFixed(0)} %`;
  const loudness = deviation(notes.map(({ velocity }) => velocity));
  const timing = deviation(notes.map(({ offset }) => 100 * offset));
  const counts = [notes.length, drummed, onsets].map(mean);
  return [...counts, share(like), share(fresh), loudness.toFixed(1), timing.toFixed(1)];
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length);
}

function print(name: string, cells: readonly string[]): void {
  const row = [name.padEnd(16), ...cells.map((cell) => cell.padStart(9))].join(' | ');
  process.stdout.write(`| ${row} |\n`);
}
