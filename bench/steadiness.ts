/**
 * How far a note is, in MIDI velocity, from the same voice a bar before where both sound: what people played in the
 * validation split, and what a model plays alone, in takes of eight bars after four.
 * `node dist/bench/steadiness.js DATA [TAKES] [MODEL]`
 */
import { loadGenerator } from '../src/daemon/load-generator.js';
import { barsEarlier, evenBars } from '../src/model/bars.js';
import { readDataset } from '../src/model/files/dataset.js';
import { improvise } from '../src/model/improvise.js';
import type { Piece } from '../src/model/piece.js';
import { stepsOf } from '../src/model/take.js';
import { plainControls, usualTopP } from '../src/model/tick.js';

const [data = '', takes = '24', folder = ''] = process.argv.slice(2);
const { generator } = await loadGenerator(folder, { engine: 'ort', device: 'cpu', threads: 1 });
const { codec, vocabulary } = generator;
const bar = codec.spec.grid;

const { splits } = await readDataset(data, { spec: codec.spec, vocabulary });
print('people', splits.validation);
type Played = Pick<Piece, 'velocity' | 'bars'>;
const played: Played[] = [];
for (let take = 0; take < Number(takes); take++) {
  generator.reset();
  const controls = { ...plainControls, topP: usualTopP, seed: 1 + take };
  const { velocity } = stepsOf(await improvise(generator, 12 * bar, controls), generator);
  played.push({
    velocity: velocity.subarray(4 * bar * codec.lanes),
    bars: evenBars(bar, 8 * bar),
  });
}
print('the model', played);
await generator.close();

function print(who: string, pieces: readonly Played[]): void {
  const { lanes } = codec;
  const steps = pieces.flatMap(({ velocity, bars }) =>
    [...velocity].flatMap((loud, at) => {
      const tick = barsEarlier(bars, Math.floor(at / lanes), 1);
      const before = velocity[tick * lanes + (at % lanes)] ?? 0;
      return loud > 0 && before > 0 ? [127 * Math.abs(loud - before)] : [];
    }),
  );
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  process.stdout.write(`${who}: ${mean.toFixed(2)} steps, ${steps.length} notes\n`);
}
