/**
 * Whether a session's cache knows the player better than the network does: nats a tick of what people played, each tick
 * predicted from all before it, the cache learning as it goes. Sessions are the pieces of the test split of 32 bars or
 * more. `node dist/bench/cache-nats.js DATA [MODEL]`
 */
import { loadGenerator } from '../src/daemon/load-generator.js';
import { barAt } from '../src/model/bars.js';
import { readDataset } from '../src/model/files/dataset.js';
import { nothingHidden, PieceInputs } from '../src/model/inputs.js';
import { featureWidth } from '../src/model/net/architecture.js';
import type { Piece } from '../src/model/piece.js';
import { RollingWindow } from '../src/model/rolling-window.js';
import { SessionCache } from '../src/model/steer/cache.js';

const [data = '', folder = ''] = process.argv.slice(2);
const machine = { engine: 'ort', device: 'cpu', threads: 1 };
const { generator, engine, model } = await loadGenerator(folder, machine);
const { architecture, window, codec } = model.manifest;
const { splits } = await readDataset(data, { spec: codec, vocabulary: generator.vocabulary });
const amounts = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
/** Bars of a session: from which on. */
const stretches = [0, 8, 32];
const sessions = splits.test.filter(({ bars }) => bars.length > 32);

/** [stretch][amount] */
const nats = stretches.map(() => amounts.map(() => 0));
const ticks = stretches.map(() => 0);
for (const piece of sessions) await score(piece);
await engine.close();

process.stdout.write(`${sessions.length} sessions, ticks: ${ticks.join(' ')}\n`);
for (const [at, amount] of amounts.entries()) {
  const each = nats.map((sums, stretch) => (sums[at]! / ticks[stretch]!).toFixed(3));
  const all = sum(nats.map((sums) => sums[at]!)) / sum(ticks);
  process.stdout.write(`| ${[amount, ...each, all.toFixed(3)].join(' | ')} |\n`);
}

async function score(piece: Piece): Promise<void> {
  const inputs = new PieceInputs(architecture, piece);
  const rolling = new RollingWindow(engine, window);
  const cache = new SessionCache(generator.sounds);
  for (const [tick, token] of piece.tokens.entries()) {
    const features = new Float32Array(featureWidth(architecture));
    inputs.writeFeatures(tick, nothingHidden, features, 0);
    const tokens = Int32Array.of(inputs.token(tick));
    const { logProbs } = await rolling.predict(tokens, features);
    const bar = barAt(piece.bars, tick);
    const stretch = stretches.findLastIndex((from) => bar >= from);
    ticks[stretch]! += 1;
    for (const [at, amount] of amounts.entries()) {
      const mixed = cache.mix(logProbs, amount, (back) => piece.tokens[tick - back]);
      nats[stretch]![at]! -= mixed[token]!;
    }
    cache.learn(token);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
