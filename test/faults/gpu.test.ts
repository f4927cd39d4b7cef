import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadGenerator, loadSecond } from '../../src/daemon/load.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import { improvise } from '../../src/model/improvise.js';
import { plainControls } from '../../src/model/tick.js';
import { smallModel } from '../model/small.js';
import { hasWebgpu } from '../support/engine-devices.js';
import { buildFrailGpu } from '../support/frail-gpu.js';
import { sharedFolder } from '../support/scratch-folder.js';

const gpu = buildFrailGpu();
Object.assign(process.env, gpu?.env);
const there = gpu !== undefined && (await hasWebgpu());

const folder = sharedFolder();
const [model, other] = [() => join(folder(), 'model'), () => join(folder(), 'other')];
beforeAll(async () => {
  await saveModel(model(), smallModel(1, 4));
  await saveModel(other(), smallModel(2, 4));
});

describe.skipIf(!there)('where the GPU is lost', { timeout: 240_000 }, () => {
  test('the CPU makes the same tick, with the notes that the GPU would have played', async () => {
    const [cpu, webgpu] = [await open('cpu'), await open('webgpu')];
    const played = await webgpu.play(40, 20);
    expect(played).toEqual(await cpu.play(40));
    expect(webgpu.said).toEqual([
      'onnxruntime failed on webgpu: Failed to download data from buffer. wgpu::MapAsyncStatus ' +
        'value: 4, message: [Device] is lost; goes on with ort on the cpu',
    ]);
  });
});

/** A model on `device`, with another blended in. */
async function open(device: string) {
  const said: string[] = [];
  const warn = (text: string): void => void said.push(text);
  const how = { engine: 'ort', device, threads: 1, warn };
  const { generator, model: first } = await loadGenerator(model(), how);
  generator.blendWith(await loadSecond(other(), first, how));
  const controls = { ...plainControls, blend: 0.5, seed: 24 };
  const play = async (ticks: number, lostAt?: number) => {
    const plans = await improvise(generator, ticks, controls, (tick) => {
      if (tick === lostAt) gpu!.befall('lost');
      return {};
    });
    return plans.map(({ token, notes }) => [token, ...notes.map(({ velocity }) => velocity)]);
  };
  return { said, play };
}
