import { rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCorpus, type Piece } from '../../../src/model/files/corpus.js';
import { writeMidi } from '../../../src/model/files/midi-write.js';
import { linesOf, type Odd, type Skipped } from '../../../src/model/files/notices.js';
import { contentHash, splitByHash } from '../../../src/model/files/split.js';
import { Rng } from '../../../src/model/rng.js';
import { scratchFolder } from '../../support/scratch-folder.js';
import { rmid } from '../../support/smf-bytes.js';
import { sharedData } from '../../support/shared-data.js';

function midiOf(pitch: number): Uint8Array {
  const notes = [{ onset: 0, duration: 240, pitch, velocity: 90, channel: 9 }];
  const metres = [{ onset: 0, numerator: 3, denominator: 4 }];
  return writeMidi({ ppq: 960, notes, tempos: [{ onset: 0, bpm: 96 }], metres });
}

/** A take of 16 notes, all `late` by a part of a sixteenth, from quarter `from` of a song on. */
function exported(
  take: number,
  { ppq = 960, late = 0.2, velocity = 90, from = 0, bpm = 96 },
): Uint8Array {
  const rng = new Rng(take);
  const notes = Array.from({ length: 16 }, (_, beat) => ({
    onset: ppq * (from + beat) + Math.round((late * ppq) / 4),
    ...{ duration: ppq / 4, pitch: 36 + rng.below(12), velocity, channel: 9 },
  }));
  return writeMidi({ ppq, notes, tempos: [{ onset: 0, bpm }], metres: [] });
}

async function read(path: string): Promise<{ pieces: Piece[]; skipped: Skipped[]; odd: Odd[] }> {
  const skipped: Skipped[] = [];
  const odd: Odd[] = [];
  const pieces: Piece[] = [];
  for await (const piece of readCorpus(path, { skipped, odd })) pieces.push(piece);
  return { pieces, skipped, odd };
}

const columns =
  'drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,audio_filename,duration,split';
const row = (midi: string, split: string, bpm = '120') =>
  `d1,s,1,funk/groove1,${bpm},fill,6-8,${midi},,1,${split}`;

describe('a folder with info.csv', () => {
  it('is what info.csv lists, in order of name, with what it says of each', async () => {
    const folder = await scratchFolder({
      'info.csv': [columns, row('d1/b.mid', 'test'), row('d1/a.mid', 'train'), ''].join('\r\n'),
      'd1/a.mid': midiOf(36),
      'd1/b.mid': midiOf(38),
      'unlisted.mid': midiOf(42),
    });
    const { pieces, skipped } = await read(folder);
    expect(skipped).toEqual([]);
    expect(pieces.map(({ score, ...about }) => ({ ...about, notes: score.notes.length }))).toEqual(
      ['a train', 'b test'].map((text) => {
        const [name, split] = text.split(' ');
        return {
          file: join(folder, 'd1', `${name}.mid`),
          split,
          style: 'funk/groove1',
          bpm: 120,
          beatType: 'fill',
          metre: { numerator: 6, denominator: 8 },
          notes: 1,
        };
      }),
    );
  });

  it('goes on past rows and files that are broken or missing, and names them', async () => {
    const folder = await scratchFolder({
      'info.csv': [
        columns,
        row('a.mid', 'train'),
        row('b.mid', 'train'),
        row('c.mid', 'training'),
        row('d.mid', 'train', 'fast'),
        row('e.mid', 'train'),
        'one,two',
      ].join('\n'),
      'a.mid': midiOf(36),
      'b.mid': midiOf(36).subarray(0, 40),
      'c.mid': midiOf(36),
      'd.mid': midiOf(36),
    });
    const { pieces, skipped } = await read(folder);
    expect(pieces).toHaveLength(1);
    expect(skipped.map(({ file, code, offset }) => [basename(file), code, offset])).toEqual([
      [basename(folder), 'BAD_VALUE', undefined],
      ['b.mid', 'MIDI_TRUNCATED', 14],
      ['c.mid', 'BAD_VALUE', undefined],
      ['d.mid', 'BAD_VALUE', undefined],
      ['e.mid', 'FILE_MISSING', undefined],
    ]);
  });

  it('that is about something else is a folder like any other', async () => {
    const folder = await scratchFolder({ 'info.csv': 'a,b\n1,2\n', 'a.mid': midiOf(36) });
    expect((await read(folder)).pieces).toHaveLength(1);
  });
});

describe('any other folder', () => {
  const files = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [`${String(i).padStart(2, '0')}.mid`, midiOf(i)]),
  );
  const splitsOf = (pieces: readonly Piece[]) =>
    Object.fromEntries(pieces.map(({ file, split }) => [basename(file), split]));

  it('takes the tempo from the files', async () => {
    const { pieces } = await read(await scratchFolder({ 'a.mid': midiOf(36) }));
    expect(pieces[0]).toMatchObject({ bpm: 96 });
    expect(Object.keys(pieces[0]!)).not.toContain('style');
  });

  it('is split by content: a file keeps its split as it moves and others come and go', async () => {
    const folder = await scratchFolder(files);
    const before = splitsOf((await read(folder)).pieces);
    const counts = Object.values(before).reduce<Record<string, number>>(
      (sum, split) => ({ ...sum, [split]: (sum[split] ?? 0) + 1 }),
      {},
    );
    expect(counts).toEqual({ train: 79, validation: 8, test: 13 });

    for (let i = 0; i < 20; i++) await rm(join(folder, `${String(i).padStart(2, '0')}.mid`));
    await writeFile(join(folder, 'copy.mid'), files['50.mid']!);
    const after = splitsOf((await read(folder)).pieces);
    expect(after['copy.mid']).toBe(after['50.mid']);
    for (const [file, split] of Object.entries(after))
      if (file !== 'copy.mid') expect(split).toBe(before[file]);
  });

  it('has all exports of one take in one split, and others wherever they fall', async () => {
    const takes = await scratchFolder(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, take) => [
          [`${take} live.mid`, exported(take, {})],
          [`${take} louder.mid`, exported(take, { velocity: 110 })],
          [`${take} quantized.mid`, exported(take, { late: 0 })],
          [`${take} in the song.mid`, exported(take, { ppq: 96, from: 8, bpm: 140 })],
        ])
          .flat()
          .map(([name, bytes]) => [name as string, bytes as Uint8Array]),
      ),
    );
    const splits = new Map<string, Set<string>>();
    for (const { file, split } of (await read(takes)).pieces) {
      const [take] = basename(file).split(' ');
      splits.set(take!, (splits.get(take!) ?? new Set()).add(split));
    }
    const each = [...splits.values()].map((all) => [...all]);
    expect(each.filter((all) => all.length > 1)).toEqual([]);
    expect(new Set(each.flat())).toEqual(new Set(['train', 'validation', 'test']));
  });

  it('of few files has one in train, then one in validation, then one in test', () => {
    for (let count = 1; count <= 12; count++) {
      const hashes = Array.from({ length: count }, (_, i) => contentHash(Uint8Array.of(i, count)));
      const shares = splitByHash(hashes);
      expect(shares.size).toBe(count);
      const used = new Set(shares.values());
      expect(used.has('train')).toBe(true);
      expect(used.has('validation')).toBe(count >= 2);
      expect(used.has('test')).toBe(count >= 3);
    }
  });

  it('of some files has two in validation and test at least, of more three, wherever they fall', () => {
    const least = (count: number): number[] => {
      const counts = Array.from({ length: 100 }, (_, draw) => {
        const names = Array.from({ length: count }, (_, i) => Uint8Array.of(i, draw));
        const splits = [...splitByHash(names.map(contentHash)).values()];
        return ['validation', 'test'].map((name) => splits.filter((split) => split === name));
      });
      return [0, 1].map((at) => Math.min(...counts.map((draw) => draw[at]!.length)));
    };
    expect([13, 14, 20, 21, 40].map(least)).toEqual([1, 2, 2, 3, 3].map((n) => [n, n]));
  });

  it('of equal files alone is all train', () => {
    expect([...splitByHash(['a', 'a', 'a'])]).toEqual([['a', 'train']]);
  });

  it('counts only files that can be read', async () => {
    const broken = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`broken${i}.mid`, Uint8Array.of(i)]),
    );
    const { pieces, skipped } = await read(await scratchFolder({ ...broken, 'z.mid': midiOf(1) }));
    expect(pieces.map(({ split }) => split)).toEqual(['train']);
    expect(skipped).toHaveLength(20);
  });

  it('says in one plain line what is wrong with a file, whatever it is called', async () => {
    const name = 'a\n\u001b[2J\u202e♪.mid';
    const folder = await scratchFolder({ [name]: 'bad', 'z.mid': rmid(midiOf(1)) });
    await writeFile(join(folder, `odd ${name}`), rmid(midiOf(36)));
    const lines = linesOf(await read(folder)).join('');
    expect(lines).toContain('a\\u000a\\u001b[2J\\u202e♪.mid');
    expect(lines).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });

  it('says in a line what is odd about a file that it has, and why it has not another', async () => {
    const folder = await scratchFolder({
      'a.mid': rmid(midiOf(36).subarray(0, -4)),
      'b.mid': midiOf(36).subarray(0, 40),
      'c.mid': midiOf(36),
    });
    const { pieces, skipped, odd } = await read(folder);
    expect(pieces.map(({ file }) => basename(file))).toEqual(['a.mid', 'c.mid']);
    expect(linesOf({ skipped, odd })).toEqual([
      expect.stringMatching(/^read .*a\.mid all the same: .* RMID \(at byte 0\); the chunk is .*;/),
      expect.stringMatching(/^skipped .*b\.mid: the chunk is .* \(at byte 14\)\. Hint: .*again$/),
    ]);
  });

  it('may be a single file', async () => {
    const folder = await scratchFolder({ 'a.mid': midiOf(36) });
    expect((await read(join(folder, 'a.mid'))).pieces).toHaveLength(1);
  });
});

describe('a corpus faults', () => {
  it('with DATA_EMPTY where there is nothing, or nothing that can be read', async () => {
    await expect(read(await scratchFolder())).rejects.toMatchObject({ code: 'DATA_EMPTY' });
    await expect(read(await scratchFolder({ 'a.mid': 'x' }))).rejects.toThrow(
      /a.mid: the file does not begin with MThd/,
    );
  });

  it('with FILE_MISSING where the folder is not there', async () => {
    const folder = await scratchFolder();
    await expect(read(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});

const groove = sharedData('groove');
describe.skipIf(!groove)('Groove', () => {
  it('is whole, in its official split', async () => {
    const counts = { train: 0, validation: 0, test: 0 };
    const skipped: Skipped[] = [];
    for await (const { split } of readCorpus(groove!, { skipped, odd: [] })) counts[split]++;
    expect(counts).toEqual({ train: 897, validation: 124, test: 129 });
    expect(skipped).toEqual([]);
  });
});
