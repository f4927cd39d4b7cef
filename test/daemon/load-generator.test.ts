import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { loadGenerator } from '../../src/daemon/load-generator.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { runHere } from '../support/run-here.js';
import { sharedFolder } from '../support/scratch-folder.js';

const folder = sharedFolder();

describe('a model that is not there', () => {
  it.each([
    ['nottinghm', 'did you mean nottingham?'],
    ['./Groove2', 'did you mean groove?'],
    ['violins', 'a model is a folder'],
    [tmpdir(), 'a model is a folder'],
  ])('%s: %s', async (model, hint) => {
    const finished = await runHere(['export-onnx', '--model', model, '--out', 'never.onnx']);
    expect(finished.status).toBe(1);
    expect(finished.err).toContain(hint);
  });
});

describe('loadGenerator', () => {
  it('takes for auto the first of the table that it prints', { timeout: 120_000 }, async () => {
    await saveModel(folder(), smallModel(1, 4));
    const warnings: string[] = [];
    const { engine, generator } = await loadGenerator(folder(), {
      ...{ engine: 'auto', device: 'cpu', threads: 1 },
      warn: (text) => void warnings.push(text),
    });
    expect(warnings[0]).toMatch(new RegExp(`^${engine.name} on ${engine.device}: step`));
    expect(warnings.length).toBeGreaterThan(1);
    await generator.close();
  });
});
