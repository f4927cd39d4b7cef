/**
 * Whether tunes have parts that come again: of what begins, the share that is what began so many bars before, in the tunes of
 * the validation split and in takes of a model as long, each in the metre of one of them, for each chance that a phrase is played
 * a second time.
 * `node dist/bench/form.js DATA [TAKES] [MODEL]`
 */
import { loadGenerator } from '../src/daemon/load-generator.js';
import { barsEarlier, evenBars, usualBar } from '../src/model/bars.js';
import { readDataset } from '../src/model/files/dataset.js';
import { improvise } from '../src/model/improvise.js';
import type { Piece } from '../src/model/piece.js';
import { plainControls, usualReprise, usualTopP } from '../src/model/tick.js';

type Tune = Pick<Piece, 'tokens' | 'bars'>;

const [data = '', takes = '24', folder = ''] = process.argv.slice(2);
const { generator } = await loadGenerator(folder, { engine: 'ort', device: 'cpu', threads: 1 });
const { codec, vocabulary, sounds } = generator;
const longest = 33;

const { splits } = await readDataset(data, { spec: codec.spec, vocabulary });
print('people', splits.validation);
for (const reprise of [0, 0.5, usualReprise, 1]) print(`reprise ${reprise}`, await play(reprise));
await generator.close();

async function play(reprise: number): Promise<Tune[]> {
  const played: Tune[] = [];
  for (const [take, piece] of splits.validation.slice(0, Number(takes)).entries()) {
    generator.reset();
    const controls = { ...plainControls, topP: usualTopP, seed: 1 + take, reprise };
    const ticksPerBar = usualBar(piece.bars);
    const ticks = longest * ticksPerBar;
    const plans = await improvise(generator, ticks, controls, () => ({}), ticksPerBar);
    const tokens = Int32Array.from(plans, ({ token }) => vocabulary.id(token));
    played.push({ tokens, bars: evenBars(ticksPerBar, ticks) });
  }
  return played;
}

function print(who: string, tunes: readonly Tune[]): void {
  const shares = [1, 2, 4, 8, 16].map((bars) => `${bars}: ${shareOf(tunes, bars).toFixed(3)}`);
  process.stdout.write(`${who}: ${shares.join(', ')}\n`);
}

function shareOf(tunes: readonly Tune[], bars: number): number {
  let onsets = 0;
  let again = 0;
  for (const { tokens, bars: lines } of tunes) {
    tokens.forEach((token, tick) => {
      const before = barsEarlier(lines, tick, bars);
      if (before < 0 || sounds[token]!.kind !== 'onset') return;
      onsets++;
      if (token === tokens[before]) again++;
    });
  }
  return again / onsets;
}
