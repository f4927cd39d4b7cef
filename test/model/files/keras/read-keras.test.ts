import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createOrtEngine } from '../../../../src/model/engine/ort-engine.js';
import { convertModel } from '../../../../src/model/files/keras/convert.js';
import { readKeras } from '../../../../src/model/files/keras/read-keras.js';
import { describeLayers } from '../../../../src/model/net/architecture.js';
import { paramCount } from '../../../../src/model/net/params.js';
import { fixture, fixturePath } from '../../../support/fixtures.js';

interface Expected {
  tokens: number[][];
  files: Record<string, { params: number; log_probs: number[][] }>;
}

const cases = ['keras1', 'keras212', 'keras2', 'keras3'].flatMap((tag) => {
  const json = readFileSync(fixturePath(`keras/expected-${tag}.json`), 'utf8');
  const { tokens, files } = JSON.parse(json) as Expected;
  return Object.entries(files).map(([file, expected]) => ({ file, tokens, ...expected }));
});

const convert = async (file: string) => convertModel(await readKeras(fixture(`keras/${file}`)));

describe.each(cases)('$file', ({ file, tokens, params: count, log_probs: wanted }) => {
  it('predicts as it does in Keras', async () => {
    const { architecture, params } = await convert(file);
    const engine = await createOrtEngine(architecture, params, { device: 'cpu', threads: 1 });
    for (const [n, window] of tokens.entries()) {
      const input = Int32Array.from(window);
      const { logProbs } = await engine.run(input, new Float32Array(), engine.zero(1));
      expect(logProbs.length).toBe(wanted[n]!.length);
      logProbs.forEach((value, at) =>
        expect(Math.abs(value - wanted[n]![at]!), `window ${n}, token ${at}`).toBeLessThan(1e-5),
      );
    }
    await engine.close();
  });

  it('has as many parameters as Keras counts, and those that it was built without', async () => {
    const found = paramCount((await convert(file)).architecture);
    expect(found).toBe(file.includes('other') ? count + 23 : count);
  });

  it('says its window where it is a whole model', async () => {
    const { window } = await readKeras(fixture(`keras/${file}`));
    expect(window).toBe(file.includes('.weights.') ? undefined : 10);
  });
});

it.each([
  ['keras1-lstm.hdf5', 'LSTM 5, LSTM 4, norm, dense 3, ReLU, norm, dense 7'],
  ['keras1-plain.weights.hdf5', 'LSTM 5, LSTM 4, dense 3, dense 7'],
  ['keras2-functional.hdf5', 'LSTM 4, LSTM 3, dense 5, ReLU, dense 7'],
  ['keras3-gru-before.weights.h5', 'GRU 5, GRU 4, norm, dense 3, ReLU, norm, dense 7'],
  ['keras3-rnn.weights.h5', 'RNN 4, norm, dense 3, ReLU, norm, dense 7'],
])('%s is read as %s', async (file, layers) => {
  expect(describeLayers((await convert(file)).architecture)).toBe(layers);
});

it.each([
  [
    'keras2-refused-embedding.weights.hdf5',
    'layer embedding has the weights embeddings',
    'LSTM, GRU',
  ],
  ['keras2-refused-bidirectional.weights.hdf5', 'layer bidirectional', 'LSTM, GRU'],
  ['keras2-refused-bidirectional.hdf5', 'layer bidirectional', 'LSTM, GRU'],
  ['keras3-refused-embedding.weights.h5', 'layer embedding is of a class', 'LSTM, GRU'],
  ['keras3-refused-bidirectional.weights.h5', 'layer bidirectional is of a class', 'LSTM, GRU'],
  ['keras2-refused-cudnn.weights.hdf5', 'layer cu_dnnlstm is of a class', 'with LSTM or GRU'],
  ['keras3-refused-activations.weights.h5', 'where its activations are', 'model.save("model.h5")'],
  ['keras3-refused-order.weights.h5', 'where its recurrent layers are', 'model.save("model.h5")'],
])('%s is refused by name, with what to do', async (file, message, hint) => {
  await expect(convert(file)).rejects.toMatchObject({
    code: 'KERAS_UNSUPPORTED',
    message: expect.stringContaining(message) as string,
    hint: expect.stringContaining(hint) as string,
  });
});
