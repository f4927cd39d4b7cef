import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCodec } from '../../../src/model/codec/create-codec.js';
import { readCorpus } from '../../../src/model/files/corpus.js';
import { Vocabulary } from '../../../src/model/codec/vocabulary.js';
import { readDataset } from '../../../src/model/files/dataset.js';
import { writeMidi } from '../../../src/model/files/midi-write.js';
import type { Metre } from '../../../src/model/score.js';
import { scratchFolder } from '../../support/scratch-folder.js';

const drums = [36, 38, 42, 46, 49, 51];

/** Twelve files, each with drums and a gap of its own, and two notes of a melody. */
const files = Object.fromEntries(
  Array.from({ length: 12 }, (_, file) => {
    const notes = Array.from({ length: 20 }, (_, at) => ({
      onset: (at > file ? at + 1 : at) * 960,
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
  for await (const { score, split } of readCorpus(folder, { skipped: [], odd: [] }))
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

/** A melody in the given metres, a note on each sixteenth; `channel` 9 is drums. */
function melody(metres: readonly Metre[], sixteenths: number, channel = 0): Uint8Array {
  const notes = Array.from({ length: sixteenths }, (_, at) => {
    return { onset: at * 240, duration: 120, pitch: 60 + (at % 5), velocity: 80, channel };
  });
  return writeMidi({ ppq: 960, notes, tempos: [], metres });
}
const metre = (sixteenths: number, numerator: number, denominator = 4): Metre => {
  return { onset: sixteenths * 240, numerator, denominator };
};

it('has the bar lines of every metre of a file, from where it begins', async () => {
  const folder = await scratchFolder({ 'a.mid': melody([metre(80, 3)], 92) });
  const { splits, skipped } = await readDataset(folder, { grid: 16 });
  expect(splits.train.map(({ bars }) => [...bars])).toEqual([[0, 16, 32, 48, 64, 80, 92]]);
  expect(skipped).toEqual([]);
});

it('hears a loop again and again, in whole bars, and a longer piece once', async () => {
  const folder = await scratchFolder({ 'a.mid': melody([metre(0, 3)], 20) });
  const [loop] = (await readDataset(folder, { grid: 16 })).splits.train;
  const { tokens, bars, velocity } = loop!;
  expect([...bars]).toEqual(Array.from({ length: 9 }, (_, bar) => 12 * bar));
  expect(tokens).toHaveLength(96);
  expect(velocity).toHaveLength(96);
  for (let tick = 24; tick < 96; tick++)
    expect([tokens[tick], velocity[tick]]).toEqual([tokens[tick - 24], velocity[tick - 24]]);
  // The bar goes on to its end after the last note.
  expect(new Set(tokens.subarray(20, 24)).size).toBe(1);
  expect([...tokens.subarray(20, 24)]).not.toContain(tokens[19]);
  await writeFile(join(folder, 'a.mid'), melody([metre(0, 3)], 49));
  const [song] = (await readDataset(folder, { grid: 16 })).splits.train;
  expect(song!.tokens).toHaveLength(49);
});

it('hears what is called a fill or a beat once', async () => {
  const columns = 'split,style,bpm,beat_type,time_signature,midi_filename';
  const rows = ['beat', 'fill'].map((type) => `train,rock,120,${type},4-4,${type}.mid`);
  const folder = await scratchFolder({
    'info.csv': [columns, ...rows].join('\n'),
    'beat.mid': melody([], 16, 9),
    'fill.mid': melody([], 15, 9),
  });
  const { splits } = await readDataset(folder, { grid: 16 });
  expect(splits.train.map(({ tokens }) => tokens.length)).toEqual([16, 15]);
});

it('leaves out, and names, files that have nothing of the material', async () => {
  const whole = Array.from({ length: 8 }, (_, at) => [`c${at}.mid`, melody([], 40 + at)]);
  const folder = await scratchFolder({
    'b.mid': melody([], 8, 9),
    ...(Object.fromEntries(whole) as Record<string, Uint8Array>),
  });
  const { splits, skipped, vocabulary } = await readDataset(folder, { grid: 16 });
  expect(Object.values(splits).flat()).toHaveLength(whole.length);
  expect(vocabulary.names.filter((name) => /^C2|^D2/.test(name))).toEqual([]);
  expect(skipped.map(({ code, message }) => [code, message])).toEqual([
    ['MIDI_NO_NOTES', expect.stringContaining('nothing but drums') as string],
  ]);
});

it.each([['drums' as const], ['notes' as const], [undefined]])(
  'splits the files that have %s, whatever else lies beside them',
  async (material) => {
    const folder = await scratchFolder(
      Object.fromEntries(
        [8, 9, 10, 40, 41, 42].map((length) => [
          `${length}.mid`,
          melody([], length, length < 20 ? 9 : 0),
        ]),
      ),
    );
    const { splits, spec } = await readDataset(folder, { grid: 16, ...(material && { material }) });
    expect(Object.values(splits).map(({ length }) => length)).toEqual([1, 1, 1]);
    // What a model was trained on and is scored on later is split the same.
    const vocabulary = Vocabulary.learn([['REST']]);
    const again = await readDataset(folder, { spec, vocabulary });
    const filesOf = (pieces: readonly { readonly file: string }[]) =>
      pieces.map(({ file }) => file);
    expect(filesOf(again.splits.test)).toEqual(filesOf(splits.test));
  },
);

it('says what to do where no file has what is to be learned, or none can be read', async () => {
  const faultOf = (file: Uint8Array): Promise<unknown> =>
    scratchFolder({ 'a.mid': file })
      .then((folder) => readDataset(folder, { grid: 16, material: 'notes' }))
      .catch((fault: unknown) => fault);
  const code = 'DATA_EMPTY';
  const hints = [/train with --material drums/, /cut short.*again/];
  const files = [melody([], 8, 9), melody([], 8).subarray(0, 40)];
  for (const [at, hint] of hints.entries())
    expect(await faultOf(files[at]!)).toMatchObject({
      ...{ code, hint: expect.stringMatching(hint) as string },
    });
});

it('takes all notes for drums where drums are asked for and no file has any on their channel', async () => {
  const files = [80, 81, 82].map((length) => [`${length}.mid`, melody([], length)]);
  const folder = await scratchFolder(Object.fromEntries(files) as Record<string, Uint8Array>);
  const asked = { grid: 16, material: 'drums' } as const;
  const { splits, drumsAnywhere, leftOut, skipped } = await readDataset(folder, asked);
  expect(Object.values(splits).map(({ length }) => length)).toEqual([1, 1, 1]);
  expect([drumsAnywhere, leftOut, skipped]).toEqual([true, 0, []]);
  expect((await readDataset(folder, { grid: 16 })).spec.material).toBe('notes');
  // One that has some is what they are looked for in.
  await writeFile(join(folder, 'beat.mid'), melody([], 90, 9));
  const mixed = await readDataset(folder, asked);
  expect(mixed.drumsAnywhere).toBe(false);
  expect(mixed.skipped).toHaveLength(3);
});

it('says so where an info.csv has nothing to train on', async () => {
  const info =
    'drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,audio_filename,duration,split';
  const row = 'd,s,1,rock,120,beat,4-4,a.mid,,1,test';
  const folder = await scratchFolder({
    'a.mid': melody([], 8, 9),
    'info.csv': `${info}\n${row}\n`,
  });
  await expect(readDataset(folder, { grid: 16 })).rejects.toMatchObject({
    code: 'DATA_EMPTY',
    hint: expect.stringContaining('info.csv') as string,
  });
});
