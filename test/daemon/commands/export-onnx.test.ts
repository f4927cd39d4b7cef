import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOrtEngine } from '../../../src/model/engine/ort-engine.js';
import { openSession, type Fed } from '../../../src/model/engine/ort.js';
import { saveModel } from '../../../src/model/files/model-folder.js';
import { featureWidth } from '../../../src/model/net/architecture.js';
import type { Value } from '../../../src/model/net/onnx.js';
import { smallModel, tutorialModel } from '../../model/small.js';
import { lastJson } from '../../support/ghostnote.js';
import { runHere } from '../../support/run-here.js';
import { sharedFolder } from '../../support/scratch-folder.js';

const folder = sharedFolder();
const cpu = { device: 'cpu', threads: 1 };
const [T, B] = [5, 2];

describe('export-onnx', () => {
  it.each([
    ['a drummer', smallModel()],
    ["the tutorial's network", tutorialModel()],
  ])('writes a file that predicts what the model does: %s', async (_, model) => {
    const file = join(folder(), 'model.onnx');
    await saveModel(join(folder(), 'model'), model);
    const finished = await runHere([
      'export-onnx',
      '--model',
      join(folder(), 'model'),
      '--out',
      file,
    ]);
    expect(finished.status).toBe(0);
    const { inputs, outputs, opset } = lastJson(finished) as {
      inputs: Value[];
      outputs: Value[];
      opset: number;
    };
    expect(opset).toBe(17);
    const { architecture } = model.manifest;
    const F = featureWidth(architecture);
    const sizes: Record<string, number> = { T, B };
    const feeds: Record<string, Fed> = {};
    for (const { name, type, dims } of inputs) {
      const known = dims.map((size) => (typeof size === 'number' ? size : sizes[size]!));
      const length = known.reduce((product, size) => product * size, 1);
      const numbers = Array.from({ length }, (_, at) => (type === 'int32' ? at % 5 : 0));
      const data = type === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers);
      feeds[name] = { data, dims: known };
    }
    const session = await openSession(await readFile(file), cpu);
    const found = await session.run(feeds);
    expect(Object.keys(found)).toEqual(outputs.map(({ name }) => name));
    const engine = await createOrtEngine(architecture, model.params, cpu);
    const tokens = feeds['tokens']!.data as Int32Array;
    const wanted = await engine.predict(tokens, new Float32Array(T * B * F), engine.zero(B));
    wanted.logProbs.forEach((p, at) => expect(found['log_probs']![at]).toBeCloseTo(p, 5));
    await Promise.all([session.close(), engine.close()]);
  });

  it('wants a file to write', async () => {
    const { status, err } = await runHere(['export-onnx']);
    expect([status, err]).toEqual([2, expect.stringContaining('--out model.onnx')]);
  });
});
