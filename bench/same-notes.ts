/**
 * Whether every engine and device that loads here says the same as the CPU: log-probabilities over windows of real music,
 * and notes played alone, at temperature 0 and 1. `node dist/bench/same-notes.js DATA [WINDOWS] [TICKS] [MODEL]`
 */
import { loadGenerator } from '../src/daemon/load-generator.js';
import { modelFolder } from '../src/daemon/model-folders.js';
import { Vocabulary } from '../src/model/codec/vocabulary.js';
import type { Engine, EngineChoice } from '../src/model/engine.js';
import { createEngine, engineChoices } from '../src/model/engine/create-engine.js';
import { Fault } from '../src/model/fault.js';
import { readDataset } from '../src/model/files/dataset.js';
import { loadModel } from '../src/model/files/model-folder.js';
import { improvise } from '../src/model/improvise.js';
import { nothingHidden, PieceInputs } from '../src/model/inputs.js';
import { featureWidth } from '../src/model/net/architecture.js';
import { Rng } from '../src/model/rng.js';
import { plainControls, usualTopP } from '../src/model/tick.js';

const [data = '', windows = '1000', ticks = '2000', folder = ''] = process.argv.slice(2);
const model = await loadModel(modelFolder(folder));
const { architecture, codec: spec, window: T } = model.manifest;
const V = architecture.vocabulary;
const F = featureWidth(architecture);
/** Windows computed at once. */
const N = 20;

const inputs = await realWindows(Number(windows));
const [first, ...others] = engineChoices();
const wanted = await seen(first!);
say(`${first!.engine} on ${first!.device}: ${wanted.logProbs.length / V} windows, ${ticks} ticks`);
for (const choice of others) {
  try {
    const { logProbs, takes } = await seen(choice);
    const off = logProbs.reduce(
      (most, p, at) => Math.max(most, Math.abs(p - wanted.logProbs[at]!)),
      0,
    );
    const same = takes.map((take, at) =>
      take.findIndex((name, t) => name !== wanted.takes[at]![t]),
    );
    const told = same.map((t) => (t < 0 ? 'the same' : `differ from tick ${t} on`));
    say(
      `${choice.engine} on ${choice.device}: log-probabilities off by ${off.toExponential(1)} at most; ` +
        `notes at temperature 0 ${told[0]!}, at temperature 1 ${told[1]!}`,
    );
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    say(`${choice.engine} on ${choice.device}: ${fault.message}`);
  }
}

async function seen(choice: EngineChoice) {
  const engine = await createEngine(architecture, model.params, { ...choice, threads: 1 });
  const logProbs = await predictAll(engine);
  await engine.close();
  return { logProbs, takes: [await play(choice, 0), await play(choice, 1)] };
}

async function predictAll(engine: Engine): Promise<Float32Array> {
  const all = new Float32Array(inputs.length * N * V);
  const zero = engine.zero(N);
  for (const [at, { tokens, features }] of inputs.entries())
    all.set((await engine.predict(tokens, features, zero)).logProbs, at * N * V);
  zero.release();
  return all;
}

async function play(choice: EngineChoice, temperature: number): Promise<string[]> {
  const { generator } = await loadGenerator(folder, { ...choice, threads: 1, warn: say });
  const controls = { ...plainControls, temperature, topP: usualTopP, seed: 24 };
  const plans = await improvise(generator, Number(ticks), controls);
  await generator.close();
  return plans.map(
    ({ token, notes }) => `${token} ${notes.map(({ velocity }) => velocity).join()}`,
  );
}

/** Batches of N windows of T inputs, of the test split, drawn with a seed. */
async function realWindows(count: number) {
  const { splits } = await readDataset(data, {
    spec,
    vocabulary: new Vocabulary(model.manifest.vocabulary),
  });
  const pieces = splits.test.filter(({ tokens }) => tokens.length >= T);
  const rng = new Rng(1);
  return Array.from({ length: Math.ceil(count / N) }, () => {
    const tokens = new Int32Array(T * N);
    const features = new Float32Array(T * N * F);
    for (let n = 0; n < N; n++) {
      const piece = pieces[rng.below(pieces.length)]!;
      const from = rng.below(piece.tokens.length - T + 1);
      const stream = new PieceInputs(architecture, piece);
      for (let t = 0; t < T; t++) {
        tokens[t * N + n] = stream.token(from + t);
        stream.writeFeatures(from + t, nothingHidden, features, (t * N + n) * F);
      }
    }
    return { tokens, features };
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
