import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { loadGenerator, type LoadOptions } from '../../src/daemon/load.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import type { Generator } from '../../src/model/generator.js';
import { improvise } from '../../src/model/improvise.js';
import { plainControls } from '../../src/model/tick.js';
import { smallModel } from '../model/small.js';
import { hasWebgpu } from '../support/engine-devices.js';
import { runGhostnote } from '../support/ghostnote.js';
import { sharedFolder } from '../support/scratch-folder.js';

const folder = sharedFolder();
const webgpu = await hasWebgpu();

async function load(choice: Partial<LoadOptions>) {
  await saveModel(folder(), smallModel(1, 4));
  const warnings: string[] = [];
  const warn = (text: string): void => void warnings.push(text);
  const options = { engine: 'ort', device: 'cpu', threads: 1, warn, ...choice };
  return { ...(await loadGenerator(folder(), options)), warnings };
}

async function playOn(generator: Generator): Promise<string[]> {
  return (await improvise(generator, 30, plainControls)).map(({ token }) => token);
}

describe('a model that is not there', () => {
  it.each([
    ['nottinghm', 'did you mean nottingham?'],
    ['./Groove2', 'did you mean groove?'],
    ['violins', 'a model is a folder'],
    [tmpdir(), 'a model is a folder'],
  ])('%s: %s', async (model, hint) => {
    const finished = await runGhostnote(['export-onnx', '--model', model, '--out', 'never.onnx']);
    expect(finished.status).toBe(1);
    expect(finished.err).toContain(hint);
  });
});

describe('loadGenerator', () => {
  it('takes for auto the first of the table that it prints', { timeout: 120_000 }, async () => {
    const { engine, generator, warnings } = await load({ engine: 'auto' });
    expect(warnings[0]).toMatch(new RegExp(`^${engine.name} on ${engine.device}: step`));
    expect(warnings.length).toBeGreaterThan(1);
    await generator.close();
  });

  it.skipIf(!webgpu)(
    'plays on, the same notes, on the CPU where the device is destroyed in mid-set',
    { timeout: 120_000 },
    async () => {
      const cpu = await load({});
      const gpu = await load({ device: 'webgpu' });
      const wanted = await playOn(cpu.generator);
      const first = await playOn(gpu.generator);
      expect([first, gpu.warnings]).toEqual([wanted, []]);
      await gpu.engine.close();
      const again = await playOn(cpu.generator);
      expect(await playOn(gpu.generator)).toEqual(again);
      expect(gpu.warnings).toEqual([expect.stringMatching(/webgpu.*goes on with ort on the cpu/)]);
      await Promise.all([cpu.generator.close(), gpu.generator.close()]);
    },
  );
});
