import { expect, it } from 'vitest';
import { inputFeeds, toldFeed } from '../../../src/model/engine/ort-state.js';
import { openSession, type Feeds } from '../../../src/model/engine/ort.js';
import { featureWidth, type Architecture } from '../../../src/model/net/architecture.js';
import { predictGraph, stepGraph } from '../../../src/model/net/predict-graph.js';
import { stateTable } from '../../../src/model/net/states.js';
import { Rng } from '../../../src/model/rng.js';
import { architecture, smallModel, tutorialArchitecture, tutorialModel } from '../small.js';

const cpu = { device: 'cpu', threads: 1 };

it.each<[string, Architecture, Float32Array]>([
  ['the step network', architecture, smallModel().params],
  ['a layer of each kind', tutorialArchitecture, tutorialModel().params],
])("one step as products gives what ONNX's operators give: %s", async (_, network, params) => {
  const N = 3;
  const rng = new Rng(1);
  const draw = (length: number) => Float32Array.from({ length }, () => 2 * rng.next() - 1);
  const F = featureWidth(network);
  const tokens = Int32Array.from({ length: N }, () => rng.below(network.vocabulary));
  const states: Feeds = Object.fromEntries(
    stateTable(network).map(({ name, units }) => [
      name,
      { data: draw(N * units), dims: [1, N, units] },
    ]),
  );
  const features = draw(N * F);
  const feeds = { ...inputFeeds(tokens, features, N, F), ...states };
  const told = { told: toldFeed(tokens, features, F), ...states };
  const [operators, products] = [
    await openSession(predictGraph(network, params), cpu),
    await openSession(stepGraph(network, params), cpu),
  ];
  const [wanted, found] = [await operators.run(feeds), await products.run(told)];
  expect(Object.keys(found)).toEqual(Object.keys(wanted));
  for (const [name, numbers] of Object.entries(wanted))
    numbers.forEach((value, at) => expect(found[name]![at]).toBeCloseTo(value, 5));
});
