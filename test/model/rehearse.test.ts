import { expect, it } from 'vitest';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { Generator } from '../../src/model/generator.js';
import type { Model } from '../../src/model/model.js';
import { rehearse } from '../../src/model/rehearse.js';
import { plainControls, type TickPlan } from '../../src/model/tick.js';
import { smallModel, tutorialModel } from './small.js';
import { at } from './small-generator.js';

const controls = { ...plainControls, seed: 3, cache: 0.5, repetition: -0.5 };

async function play(model: Model, rehearsed: boolean): Promise<TickPlan[]> {
  const { architecture } = model.manifest;
  const how = { device: 'cpu', threads: 1 };
  const source = new Generator(model, await createOrtEngine(architecture, model.params, how));
  if (rehearsed) await rehearse([source]);
  const plans: TickPlan[] = [];
  for (let tick = 0; tick < 40; tick++) {
    plans.push(await source.next(at(tick, { controls })));
    await source.prepare();
  }
  await source.close();
  return plans;
}

it.each([
  ['of the step network', smallModel(1, 4)],
  ['of the tutorial', tutorialModel()],
])('a model %s that has rehearsed plays what it would have played', async (_, model) => {
  expect(await play(model, true)).toEqual(await play(model, false));
});
