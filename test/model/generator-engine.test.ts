import { expect, test } from 'vitest';
import type { Engine, Prediction, State } from '../../src/model/engine.js';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { Fault } from '../../src/model/fault.js';
import { Generator } from '../../src/model/generator.js';
import type { Model } from '../../src/model/model.js';
import type { TickPlan } from '../../src/model/tick.js';
import { at } from './small-generator.js';
import { smallModel, tutorialModel } from './small.js';

const small = smallModel(1, 4);

/** An engine, with other ways of some calls. */
async function engineOf({ manifest, params }: Model, other: (own: Engine) => Partial<Engine>) {
  const options = { device: 'cpu', threads: 1 };
  const own = await createOrtEngine(manifest.architecture, params, options);
  const same: Engine = {
    name: own.name,
    device: own.device,
    zero: (batch) => own.zero(batch),
    join: (states) => own.join(states),
    predict: (...asked) => own.predict(...asked),
    run: (...asked) => own.run(...asked),
    openWindows: (...asked) => own.openWindows(...asked),
    close: () => own.close(),
  };
  return { ...same, ...other(own) };
}

/** How many inputs from the start of the stream are run again at each tick: those of a fill under way. */
async function fillLengths(model: Model, ordered: number): Promise<number[]> {
  let longest = 0;
  const engine = await engineOf(model, (own) => ({
    predict: (tokens: Int32Array, features: Float32Array, state: State): Promise<Prediction> => {
      longest = Math.max(longest, tokens.length);
      return own.predict(tokens, features, state);
    },
  }));
  const generator = new Generator(model, engine);
  const lengths: number[] = [];
  for (let tick = 0; tick < 40; tick++) {
    longest = 0;
    const orders = tick === ordered ? [{ kind: 'fill', a: 0, b: 0 } as const] : [];
    await generator.next(at(tick, { orders }));
    lengths.push(longest);
  }
  await generator.close();
  return lengths;
}

test('a fill is drawn from what drummers play for one, until the bar line; the last beat makes it the next bar', async () => {
  const fill = (length: number) => Array.from({ length }, (_, at) => at + 1);
  expect((await fillLengths(small, 12)).slice(12, 17)).toEqual([...fill(4), 0]);
  expect((await fillLengths(small, 13)).slice(13, 33)).toEqual([...fill(19), 0]);
});

test('a model of notes, whose data calls nothing a fill, plays on', async () => {
  const notes = tutorialModel();
  const { openings, ...manifest } = notes.manifest;
  expect(openings).toBeDefined();
  const codec = { ...manifest.codec, material: 'notes' } as const;
  const sung = { ...small, manifest: { ...small.manifest, codec } };
  for (const model of [notes, { ...sung, manifest: { ...sung.manifest, vocabulary: tokens } }])
    expect(Math.max(...(await fillLengths(model, 2)).slice(3))).toBeLessThan(2);
});

/** As many notes as the small model has drums. */
const tokens = {
  names: ['C4', 'C4.E4.G4', 'E4', 'G4', 'HOLD', 'REST'],
  counts: Array<number>(6).fill(1),
};

test('it intends nothing before it was asked anything, nor while an opening is to be chosen anew', async () => {
  const model = tutorialModel();
  const generator = new Generator(model, await engineOf(model, () => ({})));
  const intended = async () => {
    const plans: TickPlan[] = [];
    for await (const plan of generator.foresee(4)) plans.push(plan);
    return plans.map(({ tick }) => tick);
  };
  expect(await intended()).toEqual([]);
  await generator.next(at(0));
  expect(await intended()).toEqual([1, 2, 3, 4]);
  generator.recall({ ticks: [], ticksPerBar: 16, manner: { tempo: 120, style: 0 } });
  expect(await intended()).toEqual([]);
  await generator.next(at(1));
  expect(await intended()).toEqual([2, 3, 4, 5]);
  await generator.close();
});

test('a device that goes away while it looks ahead ends the look alone; what it should not do is told', async () => {
  const failing = async (cause: Error) => {
    const engine = await engineOf(small, () => ({ run: () => Promise.reject(cause) }));
    const generator = new Generator(small, engine);
    await generator.next(at(0));
    const plans: TickPlan[] = [];
    try {
      for await (const plan of generator.foresee(4)) plans.push(plan);
    } finally {
      await generator.close();
    }
    return plans;
  };
  expect(await failing(new Fault('ENGINE_FAILED', 'the device went away'))).toEqual([]);
  await expect(failing(new Error('a mistake'))).rejects.toThrow('a mistake');
});
