/**
 * What steering does to what a model plays alone: over so many bars, half of them by each of two seeds.
 * `node dist/bench/steering.js [BARS] [MODEL]`
 */
import { loadGenerator } from '../src/daemon/load.js';
import type { Generator } from '../src/model/generator.js';
import { improvise } from '../src/model/improvise.js';
import { type Controls, plainControls, type TickPlan } from '../src/model/tick.js';

const [bars = '64', folder = ''] = process.argv.slice(2);
const { generator } = await loadGenerator(folder, { engine: 'ort', device: 'cpu', threads: 1 });
const ticksPerBar = generator.codec.spec.grid;
/** The first bars are not counted: some steering needs a past. */
const leadIn = 4;

const rows: readonly (Partial<Controls> & { readonly name: string })[] = [
  { name: 'as it is' },
  ...[-1, -0.5, 0.5, 1].map((density) => ({ name: `density ${density}`, density })),
  ...[-1, -0.5, 0.5, 0.9, 1].map((repetition) => ({
    name: `repetition ${repetition}`,
    repetition,
  })),
  { name: 'freeze 1', freeze: 1 },
];

print('', ['notes a bar', 'ticks with an onset', 'bars like the one before', 'bars that are new']);
for (const { name, ...more } of rows) {
  const controls = { ...plainControls, topP: 0.95, ...more };
  print(name, describe(await playBars(generator, controls)));
}
await generator.close();

/** Each bar as its plans. */
async function playBars(from: Generator, controls: Controls): Promise<TickPlan[][][]> {
  const takes: TickPlan[][][] = [];
  for (const seed of [24, 25]) {
    from.reset();
    const count = leadIn + Number(bars) / 2;
    const plans = await improvise(from, count * ticksPerBar, { ...controls, seed });
    takes.push(
      Array.from({ length: count }, (_, bar) =>
        plans.slice(bar * ticksPerBar, (bar + 1) * ticksPerBar),
      ),
    );
  }
  return takes;
}

function describe(takes: readonly TickPlan[][][]): string[] {
  let [notes, onsets, like, fresh, count] = [0, 0, 0, 0, 0];
  for (const take of takes) {
    const names = take.map((bar) => bar.map(({ token }) => token).join());
    for (let bar = leadIn; bar < take.length; bar++) {
      count += 1;
      for (const plan of take[bar]!) {
        notes += plan.notes.length;
        onsets += Number(plan.kind === 'onset');
      }
      like += Number(names[bar] === names[bar - 1]);
      fresh += Number(names.indexOf(names[bar]!) === bar);
    }
  }
  const share = (part: number): string => `${((100 * part) / count).toFixed(0)} %`;
  const ticks = (onsets / count / ticksPerBar) * 100;
  return [(notes / count).toFixed(1), `${ticks.toFixed(0)} %`, share(like), share(fresh)];
}

function print(name: string, cells: readonly string[]): void {
  process.stdout.write(
    `| ${[name.padEnd(16), ...cells.map((cell) => cell.padStart(8))].join(' | ')} |\n`,
  );
}
