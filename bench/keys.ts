/**
 * What a model of notes knows of other keys than those of its data: nats a tick of the test split, moved by so many
 * semitones, every eighth tick scored. `node dist/bench/keys.js DATA [MODEL]`
 */
import { loadGenerator } from '../src/daemon/load-generator.js';
import { evaluate } from '../src/model/evaluate.js';
import { FeelHead } from '../src/model/feel.js';
import { readDataset } from '../src/model/files/dataset.js';
import type { Piece } from '../src/model/piece.js';
import { transposeToken } from '../src/model/transposed-source.js';

const [data = '', folder = 'nottingham'] = process.argv.slice(2);
const machine = { engine: 'ort', device: 'cpu', threads: 2 };
const { generator, engine, model } = await loadGenerator(folder, machine);
const { codec, vocabulary } = generator;
const { architecture, window } = model.manifest;
const { splits } = await readDataset(data, { spec: codec.spec, vocabulary });
const feel = new FeelHead(architecture, model.params);

for (const by of [0, 1, -1, 2, 3, -3, -5, 6]) {
  const pieces = splits.test.map((piece) => moved(piece, by));
  const network = { architecture, engine, feel, window, batch: 20 };
  const { natsPerTick, ticks } = await evaluate(network, pieces, 8);
  process.stdout.write(`| ${by} | ${natsPerTick.toFixed(2)} | ${ticks} |\n`);
}
await generator.close();

/** What has no token there is what the model would hear in its place. */
function moved(piece: Piece, by: number): Piece {
  const ids = vocabulary.names.map((name) => vocabulary.id(transposeToken(codec, name, by)));
  return { ...piece, tokens: piece.tokens.map((token) => ids[token]!) };
}
