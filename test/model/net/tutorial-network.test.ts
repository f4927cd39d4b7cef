import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/model/engine.js';
import { createOrtEngine } from '../../../src/model/engine/ort-engine.js';
import type { TutorialArchitecture } from '../../../src/model/net/architecture.js';
import { paramCount, paramViews } from '../../../src/model/net/params.js';
import { Rng } from '../../../src/model/rng.js';
import { tutorialArchitecture, tutorialModel } from '../small.js';

const cpu = { device: 'cpu', threads: 1 };
const none = new Float32Array();

interface Golden {
  tokens: { shape: [number, number]; data: number[] };
  state: Record<string, { data: number[] }>;
  probabilities: { data: number[] };
}

const goldenFile = new URL('../../../../shared/golden/tutorial-net.json', import.meta.url);
const golden = existsSync(goldenFile)
  ? (JSON.parse(readFileSync(goldenFile, 'utf8')) as Golden)
  : undefined;
if (golden === undefined) process.stderr.write(`skipped: ${goldenFile.pathname} is not here\n`);

it.skipIf(golden === undefined)(
  "the tutorial's network has the probabilities of another implementation",
  async () => {
    const { tokens, state, probabilities } = golden!;
    const [windows, steps] = tokens.shape;
    const architecture: TutorialArchitecture = {
      ...tutorialArchitecture,
      vocabulary: 7,
      stack: [
        { type: 'lstm', units: 5, gates: 'sigmoid' },
        { type: 'lstm', units: 5, gates: 'sigmoid' },
        { type: 'norm', epsilon: 1e-3 },
        { type: 'dense', units: 4 },
        { type: 'relu' },
        { type: 'norm', epsilon: 1e-3 },
        { type: 'dense', units: 7 },
      ],
    };
    const params = new Float32Array(paramCount(architecture));
    const views = paramViews(architecture, params);
    const take = (name: string, ...from: string[]): void => {
      const view = views.get(name)!;
      view.forEach((_, at) => {
        view[at] = from.reduce((total, part) => total + state[part]!.data[at]!, 0);
      });
    };
    for (const [at, letter] of ['a', 'b'].entries()) {
      take(`${at}.w_ih`, `${letter}.weight_ih_l0`);
      take(`${at}.w_hh`, `${letter}.weight_hh_l0`);
      take(`${at}.b`, `${letter}.bias_ih_l0`, `${letter}.bias_hh_l0`);
    }
    for (const [at, name] of [
      [2, 'n1'],
      [5, 'n2'],
    ] as const) {
      take(`${at}.gamma`, `${name}.weight`);
      take(`${at}.beta`, `${name}.bias`);
      take(`${at}.mean`, `${name}.running_mean`);
      take(`${at}.variance`, `${name}.running_var`);
    }
    for (const [at, name] of [
      [3, 'd1'],
      [6, 'd2'],
    ] as const) {
      take(`${at}.w`, `${name}.weight`);
      take(`${at}.b`, `${name}.bias`);
    }
    const engine = await createOrtEngine(architecture, params, cpu);
    const timeMajor = Int32Array.from(
      tokens.data,
      (_, at) => tokens.data[(at % windows) * steps + Math.floor(at / windows)]!,
    );
    const { logProbs } = await engine.run(timeMajor, none, engine.zero(windows));
    expect(logProbs.length).toBe(probabilities.data.length);
    logProbs.forEach((value, at) =>
      expect(Math.abs(Math.exp(value) - probabilities.data[at]!)).toBeLessThan(1e-6),
    );
    await engine.close();
  },
);

describe('a network of every kind of layer', () => {
  const create = (): Promise<Engine> =>
    createOrtEngine(tutorialArchitecture, tutorialModel().params, cpu);
  const draw = (seed: number, length: number): Int32Array => {
    const rng = new Rng(seed);
    return Int32Array.from({ length }, () => rng.below(tutorialArchitecture.vocabulary));
  };
  const predict = async (engine: Engine, tokens: Int32Array): Promise<Float32Array> =>
    (await engine.run(tokens, none, engine.zero(1))).logProbs;

  it('predicts the same whether inputs come at once or one at a time', async () => {
    const engine = await create();
    const tokens = draw(1, 12);
    let state = engine.zero(1);
    let stepped: Float32Array = none;
    for (const token of tokens) {
      const prediction = await engine.run(Int32Array.of(token), none, state);
      state = prediction.state;
      stepped = prediction.logProbs;
    }
    expectClose(stepped, await predict(engine, tokens));
    await engine.close();
  });

  it('predicts from its window alone, and from all of it', async () => {
    const engine = await create();
    const tokens = draw(2, 12);
    const first = await predict(engine, tokens);
    await predict(engine, draw(3, 12));
    expect(await predict(engine, tokens)).toEqual(first);
    const other = tokens.with(0, (tokens[0]! + 3) % tutorialArchitecture.vocabulary);
    expect(await predict(engine, other)).not.toEqual(first);
    await engine.close();
  });

  it('plays each window of a batch as if it were alone', async () => {
    const V = tutorialArchitecture.vocabulary;
    const engine = await create();
    const parts = [draw(4, 9), draw(5, 9), draw(6, 9)];
    const mixed = Int32Array.from({ length: 27 }, (_, at) => parts[at % 3]![Math.floor(at / 3)]!);
    const { logProbs } = await engine.run(mixed, none, engine.zero(3));
    for (const [n, tokens] of parts.entries()) {
      expectClose(logProbs.slice(n * V, (n + 1) * V), await predict(engine, tokens));
    }
    await engine.close();
  });
});

function expectClose(found: Float32Array, wanted: Float32Array): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan(1e-5));
}
