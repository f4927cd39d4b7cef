/**
 * How often each drum voice begins, in what a model learned from and in what it plays alone, by top-p: a share of all notes.
 * `node dist/bench/voices.js DATA [BARS] [MODEL]`
 */
import { loadGenerator } from '../src/daemon/load-generator.js';
import { drumVoices, voiceOfPitch } from '../src/model/codec/drums.js';
import { readDataset } from '../src/model/files/dataset.js';
import { improvise } from '../src/model/improvise.js';
import { plainControls } from '../src/model/tick.js';

const [data = '', bars = '128', folder = ''] = process.argv.slice(2);
const { generator } = await loadGenerator(folder, { engine: 'ort', device: 'cpu', threads: 1 });
const { codec, vocabulary } = generator;
const grid = codec.spec.grid;
/** Bars of a take: each has a seed of its own. */
const takeBars = 8;

const { splits } = await readDataset(data, { spec: codec.spec, vocabulary });
const learned = count(
  splits.train.map(({ tokens }) => Array.from(tokens, (id) => vocabulary.name(id))),
);
print('', [...drumVoices.map(({ name }) => name), 'notes a bar', 'distance']);
print('training data', describe(learned));
for (const topP of [0.9, 0.95, 0.98, 1]) {
  const takes: string[][] = [];
  for (let take = 0; take < Number(bars) / takeBars; take++) {
    generator.reset();
    const controls = { ...plainControls, topP, seed: 24 + take };
    const plans = await improvise(generator, takeBars * grid, controls);
    takes.push(plans.map(({ token }) => token));
  }
  print(`top-p ${topP}`, describe(count(takes)));
}
await generator.close();

interface Count {
  /** [9] */
  readonly voices: readonly number[];
  readonly notes: number;
  readonly ticks: number;
}

function count(pieces: readonly (readonly string[])[]): Count {
  const voices = drumVoices.map(() => 0);
  let ticks = 0;
  for (const piece of pieces) {
    ticks += piece.length;
    for (const token of piece)
      for (const pitch of codec.sound(token).pitches) voices[voiceOfPitch[pitch]!]! += 1;
  }
  return { voices, notes: voices.reduce((sum, voice) => sum + voice, 0), ticks };
}

/** The distance is half the sum of differences of the shares (total variation), of those of the training data. */
function describe({ voices, notes, ticks }: Count): string[] {
  const shares = voices.map((voice) => voice / notes);
  const distance = shares.reduce(
    (sum, share, voice) => sum + Math.abs(share - learned.voices[voice]! / learned.notes) / 2,
    0,
  );
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [...shares.map(percent), ((notes / ticks) * grid).toFixed(1), percent(distance)];
}

function print(name: string, cells: readonly string[]): void {
  process.stdout.write(`| ${[name.padEnd(13), ...cells].join(' | ')} |\n`);
}
