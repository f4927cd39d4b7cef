import { readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Vocabulary } from '../../../src/model/codec/vocabulary.js';
import { DatasetCache } from '../../../src/model/files/dataset-cache.js';
import { readDataset } from '../../../src/model/files/dataset.js';
import { encodeCorpus } from '../../../src/model/files/encoded-corpus.js';
import { writeMidi } from '../../../src/model/files/midi-write.js';
import { scratchFolder } from '../../support/scratch-folder.js';

const wanted = { name: 'step', grid: 16 } as const;

/** Drums, each file with a beat of its own; more than a stream has in one chunk. */
function drums(file: number): Uint8Array {
  const notes = Array.from({ length: 120 }, (_, at) => ({
    onset: at * 240 + ((at * 7) % 90),
    duration: 120,
    pitch: [36, 38, 42, 46][(at * (file + 1)) % 4]!,
    velocity: 1 + ((at * 31 + file) % 127),
    channel: 9,
  }));
  return writeMidi({ ppq: 960, notes, tempos: [{ onset: 0, bpm: 90 + file }], metres: [] });
}

const files = {
  ...Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`${at}.mid`, drums(at)])),
  '5.mid': drums(5).slice(0, -4), // odd: it has no end
  'broken.mid': new Uint8Array([1, 2, 3]),
};

async function setting(limit?: number) {
  const data = await scratchFolder(files);
  const folder = join(await scratchFolder({}), 'data');
  const said: string[] = [];
  const keeping = {
    cache: new DatasetCache(folder, limit),
    say: (line: string) => said.push(line),
  };
  return { data, folder, said, keeping, kept: () => readdir(folder) };
}

it('gives again, piece for piece and number for number, what was read', async () => {
  const { data, keeping, said } = await setting();
  const plain = await readDataset(data, wanted);
  expect(plain.odd.map(({ file }) => file)).toContain(join(data, '5.mid'));
  expect(await readDataset(data, wanted, keeping)).toEqual(plain);
  expect(said).toEqual([]);
  expect(await readDataset(data, wanted, keeping)).toEqual(plain);
  expect(said).toEqual([expect.stringContaining('as it was read before')]);
});

it('holds 76 bytes a tick of drums, read or read again, so that many files fit', async () => {
  const { data, keeping } = await setting();
  for (let time = 0; time < 2; time++) {
    const { splits } = await readDataset(data, wanted, keeping);
    const pieces = Object.values(splits).flat();
    const ticks = pieces.reduce((sum, { tokens }) => sum + tokens.length, 0);
    const buffers = pieces.flatMap(({ tokens, velocity, offset }) => [tokens, velocity, offset]);
    const bytes = buffers.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
    expect([pieces.length, bytes / ticks]).toEqual([6, 76]);
  }
});

it('serves a model with a vocabulary of its own', async () => {
  const { data, keeping } = await setting();
  const { spec } = await readDataset(data, wanted);
  const model = { spec, vocabulary: Vocabulary.learn([['REST', 'kick']]) };
  const first = await readDataset(data, model, keeping);
  expect(await readDataset(data, model, keeping)).toEqual(first);
  expect(first).toEqual(await readDataset(data, model));
});

it('goes by content: a folder that moved is known, under its new names', async () => {
  const { data, keeping, said } = await setting();
  await readDataset(data, wanted, keeping);
  const moved = await scratchFolder(files);
  expect(await readDataset(moved, wanted, keeping)).toEqual(await readDataset(moved, wanted));
  expect(said).toHaveLength(1);
});

it.each([
  ['a note', (data: string) => writeFile(join(data, '0.mid'), drums(9))],
  ['a name', (data: string) => rename(join(data, '0.mid'), join(data, '9.mid'))],
  ['a file more', (data: string) => writeFile(join(data, '9.mid'), drums(0))],
])('reads anew where %s is different', async (_, change) => {
  const { data, keeping, said } = await setting();
  await readDataset(data, wanted, keeping);
  await change(data);
  expect(await readDataset(data, wanted, keeping)).toEqual(await readDataset(data, wanted));
  expect(said).toEqual([]);
  await readDataset(data, { ...wanted, grid: 8 }, keeping);
  expect(said).toEqual([]);
});

it('reads anew what was kept in part or with more behind it, and keeps it again', async () => {
  const { data, folder, keeping, said, kept } = await setting();
  const plain = await readDataset(data, wanted, keeping);
  const file = join(folder, (await kept())[0]!);
  const good = await readFile(file);
  const lengths = [0, 3, Math.floor(good.length / 2), good.length - 1];
  for (const bytes of [
    ...lengths.map((end) => good.subarray(0, end)),
    Buffer.concat([good, good]),
  ]) {
    await writeFile(file, bytes);
    expect(await readDataset(data, wanted, keeping)).toEqual(plain);
    expect(said).toEqual([]);
    expect(await readFile(file)).toEqual(good);
  }
});

it('never takes what is damaged for the data', async () => {
  const { data, folder, keeping, kept } = await setting();
  const plain = await readDataset(data, wanted, keeping);
  const file = join(folder, (await kept())[0]!);
  const good = await readFile(file);
  for (let at = 0; at < 8; at++) {
    const flipped = Buffer.from(good);
    flipped[Math.floor((at / 8) * good.length)]! ^= 0x10;
    await writeFile(file, flipped);
    expect(await readDataset(data, wanted, keeping)).toEqual(plain);
  }
});

it('keeps within its bound, and drops what was not used for longest', async () => {
  const { data, folder, keeping, kept } = await setting();
  const corpus = await encodeCorpus(data, wanted);
  await keeping.cache.write('a', data, corpus);
  const size = (await readFile(join(folder, (await kept())[0]!))).length;
  const two = new DatasetCache(folder, 2.5 * size);
  const old = new Date(1e12);
  await two.write('b', data, corpus);
  for (const name of await kept()) await utimes(join(folder, name), old, old);
  expect(await two.read('a', data)).toBeDefined();
  await two.write('c', data, corpus);
  expect(await two.read('b', data)).toBeUndefined();
  expect(await two.read('a', data)).toBeDefined();
  expect(await two.read('c', data)).toBeDefined();
});

it('that cannot be written says so in one line, and the data is read all the same', async () => {
  const { data, said } = await setting();
  const file = join(await scratchFolder({ taken: 'a file' }), 'taken');
  const keeping = { cache: new DatasetCache(file), say: (line: string) => said.push(line) };
  expect(await readDataset(data, wanted, keeping)).toEqual(await readDataset(data, wanted));
  expect(said).toEqual([expect.stringMatching(/^the data is read anew each time.*/)]);
});
