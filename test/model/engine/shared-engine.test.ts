import { expect, test } from 'vitest';
import type { Engine } from '../../../src/model/engine.js';
import { createEngine } from '../../../src/model/engine/create-engine.js';
import { SharedEngine } from '../../../src/model/engine/shared-engine.js';
import { Generator } from '../../../src/model/generator.js';
import { improvise } from '../../../src/model/improvise.js';
import { plainControls, type TickPlan } from '../../../src/model/tick.js';
import { smallModel } from '../small.js';

const model = smallModel();
const { architecture } = model.manifest;
const open = (engine: string) =>
  createEngine(architecture, model.params, { engine, device: 'cpu', threads: 1 });
const controls = (seed: number) => ({ ...plainControls, seed });

/** The sizes of the batches that an engine predicts. */
function watch(engine: Engine): number[] {
  const batches: number[] = [];
  const predict = engine.predict.bind(engine);
  engine.predict = (tokens, features, state) => {
    batches.push(state.batch);
    return predict(tokens, features, state);
  };
  return batches;
}

test.each(['ort', 'tfjs'])(
  'on %s parts that ask at once are rows of one batch, and each plays as it would alone',
  { timeout: 60_000 },
  async (name) => {
    const seeds = [1, 2, 3];
    const alone = await open(name);
    const wanted: unknown[] = [];
    for (const seed of seeds)
      wanted.push(await improvise(new Generator(model, alone), 20, controls(seed)));

    const engine = await open(name);
    const batches = watch(engine);
    const shared = new SharedEngine(engine, seeds.length);
    const generators = seeds.map(() => new Generator(model, shared));
    const played: TickPlan[][] = seeds.map(() => []);
    for (let tick = 0; tick < 20; tick++) {
      const nobody = { heard: null, held: false, played: null, armed: false, orders: [] };
      const place = { tick, position: tick % 16, ticksPerBar: 16 };
      const plans = await Promise.all(
        generators.map((generator, part) =>
          generator.next({ ...place, ...nobody, controls: controls(seeds[part]!) }),
        ),
      );
      plans.forEach((plan, part) => played[part]!.push(plan));
      for (const generator of generators) await generator.prepare();
    }
    const plain = (plans: unknown) => JSON.stringify(plans, (_, value: unknown) => rounded(value));
    expect(plain(played)).toBe(plain(wanted));
    expect(batches).toEqual(new Array(20).fill(seeds.length));
  },
);

test('a part that fails leaves the others their answers, and the last one closes the engine', async () => {
  const engine = await open('ort');
  let closed = 0;
  engine.close = () => Promise.resolve(void (closed += 1));
  const shared = new SharedEngine(engine, 2);
  const [one, two] = [new Generator(model, shared), new Generator(model, shared)];
  const predict = engine.predict.bind(engine);
  engine.predict = () => Promise.reject(new Error('once'));
  const failed = await Promise.allSettled(
    [one, two].map((each) => improvise(each, 1, controls(1))),
  );
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  engine.predict = predict;
  expect(await improvise(two, 3, controls(2))).toHaveLength(3);
  await one.close();
  expect(closed).toBe(0);
  await two.close();
  expect(closed).toBe(1);
});

/** Engines agree to within less than this. */
function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}
