import { expect, it } from 'vitest';
import { createCodec } from '../../../src/model/codec/create-codec.js';
import { Vocabulary } from '../../../src/model/codec/vocabulary.js';
import { readCorpus } from '../../../src/model/files/corpus.js';
import { readDataset } from '../../../src/model/files/dataset.js';
import { writeMidi } from '../../../src/model/files/midi-write.js';
import { scratchFolder } from '../../support/scratch-folder.js';

const drums = [36, 38, 42, 46, 49, 51];

/** Twelve files, each with drums of its own, and two notes of a melody. */
const files = Object.fromEntries(
  Array.from({ length: 12 }, (_, file) => {
    const notes = Array.from({ length: 20 }, (_, at) => ({
      onset: at * 240,
      duration: 120,
      pitch: drums[(at * (file + 1)) % (1 + (file % drums.length))]!,
      velocity: 40 + file,
      channel: at < 2 ? 0 : 9,
    }));
    const score = { ppq: 960, notes, tempos: [{ onset: 0, bpm: 90 + file }], metres: [] };
    return [`${file}.mid`, writeMidi(score)];
  }),
);

it('has each piece as its codec has it, in numbers of what the training pieces have', async () => {
  const folder = await scratchFolder(files);
  const { spec, vocabulary, splits } = await readDataset(folder, { grid: 16 });
  expect(spec).toEqual({ name: 'step', grid: 16, material: 'drums' });
  const codec = createCodec(spec);
  const wanted = { train: [] as string[][], validation: [] as string[][], test: [] as string[][] };
  for await (const { score, split } of readCorpus(folder, []))
    wanted[split].push([...codec.encode(score).tokens]);
  expect(vocabulary.toJSON()).toEqual(Vocabulary.learn(wanted.train).toJSON());
  for (const split of ['train', 'validation', 'test'] as const) {
    expect(splits[split].map(({ tokens }) => [...tokens])).toEqual(
      wanted[split].map((tokens) => tokens.map((name) => vocabulary.id(name))),
    );
  }
  expect(splits.train.map(({ tempo }) => tempo)).toEqual(
    expect.arrayContaining([expect.closeTo(90, 3) as number]),
  );
});

it('has the vocabulary and the material of a model where it is given one', async () => {
  const folder = await scratchFolder(files);
  const spec = { name: 'step', grid: 16, material: 'drums' } as const;
  const vocabulary = Vocabulary.learn([['REST', 'kick']]);
  const { splits } = await readDataset(folder, { spec, vocabulary });
  const ids = Object.values(splits).flatMap((pieces) =>
    pieces.flatMap(({ tokens }) => [...tokens]),
  );
  expect(new Set(ids)).toEqual(new Set([0, 1]));
});
