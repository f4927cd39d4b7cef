import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inputFeeds, OrtState, toldFeed } from '../../../src/model/engine/ort-state.js';
import { openSession } from '../../../src/model/engine/ort.js';
import {
  describePlacement,
  placementOf,
  watchPlacement,
} from '../../../src/model/engine/placement.js';
import { featureWidth } from '../../../src/model/net/architecture.js';
import { inputWriter } from '../../../src/model/net/input-writer.js';
import { exportGraph } from '../../../src/model/net/predict-graph.js';
import { stateTable } from '../../../src/model/net/states.js';
import { stepGraph } from '../../../src/model/net/step-graph.js';
import { hasWebgpu } from '../../support/engine-devices.js';
import { sharedFolder } from '../../support/scratch-folder.js';
import { architecture, smallModel, tutorialArchitecture, tutorialModel } from '../small.js';

const webgpu = await hasWebgpu();
const folder = sharedFolder();

it('says where nodes are', async () => {
  const placement = await placementOf(architecture, smallModel().params, 'cpu');
  expect(describePlacement(placement)).toMatch(/^\d+ on the CPU$/);
  expect(describePlacement({ webgpu: 3, cpu: 2 })).toBe('3 nodes on webgpu, 2 on the CPU');
});

it.skipIf(!webgpu).each([
  ['the step network', architecture, smallModel().params],
  ['a layer of each kind', tutorialArchitecture, tutorialModel().params],
])(
  'on webgpu every node that plays is on the device: %s',
  { timeout: 120_000 },
  async (_, network, params) => {
    expect(Object.keys(await placementOf(network, params, 'webgpu'))).toEqual(['webgpu']);
  },
);

it.skipIf(!webgpu)(
  'on webgpu a prediction is four kernels for each LSTM layer, and one',
  { timeout: 120_000 },
  async () => {
    const { params } = smallModel();
    const options = { device: 'webgpu', threads: 1, profile: join(folder(), 'step') };
    const session = await openSession(
      stepGraph(architecture, params, { heads: true, states: false }),
      options,
    );
    const features = new Float32Array(featureWidth(architecture));
    await session.run({
      told: toldFeed(inputWriter(architecture, params), new Int32Array(1), features),
      ...OrtState.zero(stateTable(architecture), 1).feeds,
    });
    await session.close();
    const [profile = ''] = await readdir(folder());
    const events = JSON.parse(await readFile(join(folder(), profile), 'utf8')) as { cat: string }[];
    const kernels = events.filter(({ cat }) => cat === 'Api');
    expect(kernels).toHaveLength(4 * architecture.layers + 1);
  },
);

it.skipIf(!webgpu)('and every node of an exported network', { timeout: 120_000 }, async () => {
  const { params } = smallModel();
  const placement = await watchPlacement({ device: 'webgpu', threads: 1 }, async (options) => {
    const session = await openSession(exportGraph(architecture, params).encode(), options);
    const F = featureWidth(architecture);
    await session.run({
      ...inputFeeds(new Int32Array(4), new Float32Array(4 * F), 2, F),
      ...OrtState.zero(stateTable(architecture), 2).feeds,
    });
    await session.close();
  });
  expect(Object.keys(placement)).toEqual(['webgpu']);
});
