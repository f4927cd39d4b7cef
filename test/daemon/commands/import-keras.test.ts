import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScore } from '../../../src/model/codec/read-score.js';
import { loadManifest } from '../../../src/model/files/model-folder.js';
import { fixture, fixturePath } from '../../support/fixtures.js';
import { lastJson, type Finished } from '../../support/ghostnote.js';
import { runHere } from '../../support/run-here.js';
import { sharedFolder } from '../../support/scratch-folder.js';

const folder = sharedFolder();
const file = (name: string): string => join(folder(), name);

/** Seven distinct names, in a corpus of 300 notes. */
const names = ['0.4.7', '11.2.5', '4', 'A2', 'B-3', 'C#4', 'E4'];
const corpus = Array.from({ length: 300 }, (_, at) => names[(at * at) % 7] ?? names[at % 7]!);
corpus.push(...names);

/** As Python's `pickle.dump(notes, file, 2)`, without its memo. */
function pickled(strings: readonly string[]): Uint8Array {
  const items = strings.map((text) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(text.length);
    return Buffer.concat([Buffer.from('X'), size, Buffer.from(text)]);
  });
  return Buffer.concat([Buffer.from('\x80\x02](', 'latin1'), ...items, Buffer.from('e.')]);
}

/** Imports a fixture into the folder `name`.model. */
async function importFixture(
  name: string,
  notes: Uint8Array = pickled(corpus),
  ...more: readonly string[]
): Promise<Finished> {
  return importBytes(name, fixture(`keras/${name}`), notes, ...more);
}

async function importBytes(
  name: string,
  bytes: Uint8Array,
  notes: Uint8Array,
  ...more: readonly string[]
): Promise<Finished> {
  await writeFile(file(name), bytes);
  await writeFile(file('notes'), notes);
  const flags = ['--notes', file('notes'), '--out', file(`${name}.model`), ...more];
  return runHere(['import-keras', file(name), ...flags]);
}

interface Expected {
  tokens: number[][];
  files: Record<string, { params: number; log_probs: number[][] }>;
}

const expected = JSON.parse(
  readFileSync(fixturePath('keras/expected-keras2.json'), 'utf8'),
) as Expected;

describe('import-keras', () => {
  it('makes a model that predicts as Keras does, of tokens by their names', async () => {
    const done = await importFixture('keras2-lstm.hdf5');
    expect(done.err).toMatch(
      /LSTM 5, LSTM 4, norm, dense 3, ReLU, norm, dense 7, softmax.*2\.15\.0/,
    );
    expect(lastJson(done)).toEqual({ layers: 2, params: 371, vocab: 7, window: 10 });
    expect(done.status).toBe(0);
    const lines = expected.tokens.map((ids) =>
      JSON.stringify({ tokens: ids.map((id) => names[id]) }),
    );
    const model = file('keras2-lstm.hdf5.model');
    const { out } = await runHere(['predict', '--model', model], lines.join('\n'));
    const found = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { vocab?: string[]; log_probs: number[] });
    expect(found[0]!.vocab).toEqual(names);
    found.forEach(({ log_probs: row }, n) => {
      const wanted = expected.files['keras2-lstm.hdf5']!.log_probs[n]!;
      row.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan(1e-5));
    });
    expect(found.length).toBe(expected.tokens.length);
    const nothing = await runHere(['predict', '--model', model], '{"tokens":[]}');
    expect([nothing.status, nothing.err]).toEqual([
      2,
      expect.stringMatching(/line 1 has no tokens/),
    ]);
  });

  it('makes a model that plays: a token each half quarter, from an opening that the seed says', async () => {
    await importFixture('keras3-gru.weights.h5', pickled(corpus), '--window', '10');
    const generate = async (seed: number, name: string): Promise<string[]> => {
      const done = await runHere([
        'generate',
        ...['--model', file('keras3-gru.weights.h5.model'), '--ticks', '24', '-o', file(name)],
        ...['--seed', `${seed}`, '--temperature', '0'],
      ]);
      return lastJson(done)['tokens'] as string[];
    };
    const tokens = await generate(1, 'one.mid');
    expect(tokens.length).toBe(24);
    for (const token of tokens) expect(names).toContain(token);
    const { notes, ppq } = readScore(await readFile(file('one.mid')));
    expect(new Set(notes.map(({ onset }) => onset / ppq))).toEqual(
      new Set(tokens.map((_, tick) => tick / 2)),
    );
    expect(await generate(1, 'again.mid')).toEqual(tokens);
  });

  it('takes its window from a whole model, from a flag, or from the tutorial', async () => {
    const windowOf = async (...args: Parameters<typeof importFixture>): Promise<unknown> => {
      const done = await importFixture(...args);
      const { openings } = await loadManifest(file(`${args[0]}.model`));
      const { window } = lastJson(done);
      for (const opening of openings!) expect(opening.length).toBe(window);
      return window;
    };
    expect(await windowOf('keras3-lstm.h5')).toBe(10);
    expect(await windowOf('keras3-lstm.h5', undefined, '--window', '32')).toBe(32);
    expect(await windowOf('keras2-rnn.weights.hdf5')).toBe(100);
    expect(await windowOf('keras2-rnn.weights.hdf5', pickled(names))).toBe(100);
  });

  it.each<[string, string, Uint8Array, RegExp]>([
    [
      'notes of another network',
      'keras1-lstm.hdf5',
      pickled(corpus.filter((name) => name !== 'E4')),
      /notes: has 6 distinct notes, and the network of .*keras1-lstm\.hdf5 tells 7 apart.*Hint/,
    ],
    [
      'notes that hold more than strings',
      'keras1-lstm.hdf5',
      Buffer.from('\x80\x02](K\x05e.', 'latin1'),
      /notes: holds the pickle opcode BININT1 \(0x4b\) \(at byte 4\).*Hint/,
    ],
    [
      'notes that are none',
      'keras1-lstm.hdf5',
      pickled(['C4', 'H9']),
      /notes: H9 is not a token of the tutorial codec/,
    ],
    ['no notes', 'keras1-lstm.hdf5', pickled([]), /notes: the list of notes is empty/],
    [
      'a network of another kind',
      'keras2-refused-embedding.weights.hdf5',
      pickled(corpus),
      /layer embedding has the weights embeddings.*Hint: layers that are read: LSTM, GRU/,
    ],
  ])('says what is wrong with %s, and writes nothing', async (_, name, notes, wanted) => {
    const { status, err } = await importFixture(name, notes);
    expect([status, err]).toEqual([expect.toBeOneOf([1, 2]), expect.stringMatching(wanted)]);
    expect(err.trim().split('\n').length).toBe(1);
    expect(existsSync(file(`${name}.model`))).toBe(false);
  });

  it.each([
    ['is cut short', fixture('keras/keras2-lstm.hdf5').subarray(0, 30_000)],
    ['is no HDF5', Buffer.from('PNG')],
    ['is empty', Buffer.from('')],
    ['is an archive cut short', fixture('keras/keras3-other.keras').subarray(0, 30_000)],
  ])('says so where the checkpoint %s', async (_, bytes) => {
    const { status, err } = await importBytes('bad.hdf5', bytes, pickled(corpus));
    expect([status, err]).toEqual([1, expect.stringMatching(/bad\.hdf5: .*Hint: .*\n$/)]);
    expect(err.trim().split('\n').length).toBe(1);
  });

  it('writes over what it imported, and over nothing else unless it is forced to', async () => {
    const again = (...more: readonly string[]) =>
      importBytes('w.hdf5', fixture('keras/keras2-lstm.hdf5'), pickled(corpus), ...more);
    expect((await again()).status).toBe(0);
    expect((await again('--name', 'second')).status).toBe(0);
    const folder = file('w.hdf5.model');
    const trained = { ...(await loadManifest(folder)), training: { commit: 'abc', epochs: 20 } };
    await writeFile(join(folder, 'model.json'), JSON.stringify(trained));
    const refused = await again();
    expect([refused.status, refused.err]).toEqual([2, expect.stringMatching(/--force/)]);
    expect((await loadManifest(folder)).training).toEqual(trained.training);
    expect((await again('--force')).status).toBe(0);
    expect((await loadManifest(folder)).training).toHaveProperty('keras');
    await mkdir(file('mine'));
    await writeFile(file('mine/README.md'), 'mine');
    expect((await again('--out', file('mine'))).status).toBe(2);
    expect(await readFile(file('mine/README.md'), 'utf8')).toBe('mine');
  });

  it('says what it takes', async () => {
    const { status, err } = await runHere(['import-keras', 'w.hdf5']);
    expect([status, err]).toEqual([2, expect.stringMatching(/--notes notes --out my-model/)]);
  });
});
