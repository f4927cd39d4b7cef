import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleFiles } from '../../../src/model/files/sample-files.js';
import { readTutorialNotes } from '../../../src/model/files/tutorial-notes.js';
import { scratchFolder } from '../../support/scratch-folder.js';
import { sharedData } from '../../support/shared-data.js';
import { smfBytes, timed } from '../../support/smf-bytes.js';

const midi = (pitch: number) => smfBytes([timed([0, 0x90, pitch, 90], [480, 0x80, pitch, 0])]);
const names = (found: readonly { readonly file: string }[]) =>
  found.map(({ file }) => basename(file));

const twenty = (): Promise<string> => folderOf(20);

function folderOf(length: number): Promise<string> {
  const files = Array.from({ length }, (_, at) => [`${String(at).padStart(2, '0')}.mid`, midi(at)]);
  return scratchFolder(Object.fromEntries(files) as Record<string, Uint8Array>);
}

describe('a sample of files', () => {
  it('is the same for the same seed, another for another, each file once, by path', async () => {
    const folder = await twenty();
    const draw = async (seed: number) => names(await sampleFiles(folder, 6, seed));
    const first = await draw(1);
    expect(await draw(1)).toEqual(first);
    expect(await draw(2)).not.toEqual(first);
    expect(first).toEqual([...new Set(first)].sort());
    expect(first).toHaveLength(6);
  });

  it('takes each file as often as any other', async () => {
    // Few, as each draw opens them all.
    const folder = await folderOf(8);
    const times = new Map<string, number>();
    const draws = 300;
    for (let seed = 0; seed < draws; seed++)
      for (const name of names(await sampleFiles(folder, 2, seed)))
        times.set(name, (times.get(name) ?? 0) + 1);
    expect(times.size).toBe(8);
    // 75 times each, give or take 7.5 (one standard deviation).
    for (const count of times.values()) expect(Math.abs(count - (draws * 2) / 8)).toBeLessThan(32);
  });

  it('is all there is where there is no more', async () => {
    expect(await sampleFiles(await twenty(), 100, 1)).toHaveLength(20);
  });

  it('of nothing is a fault that names the folder', async () => {
    const folder = await scratchFolder({ 'readme.txt': 'x' });
    await expect(sampleFiles(folder, 5, 1)).rejects.toMatchObject({
      code: 'DATA_EMPTY',
      file: folder,
    });
  });
});

describe('the tutorial’s notes', () => {
  it('are the tokens of all files in their order, and what gave none is named', async () => {
    const folder = await scratchFolder({
      'a.mid': midi(60),
      'b.mid': midi(60).subarray(0, 20),
      'c.mid': midi(63),
    });
    const { tokens, files, skipped } = readTutorialNotes(await sampleFiles(folder, 3, 1));
    expect(tokens).toEqual(['C4', 'E-4']);
    expect(files).toEqual([
      { file: join(folder, 'a.mid'), tokens: 1 },
      { file: join(folder, 'c.mid'), tokens: 1 },
    ]);
    expect(skipped).toMatchObject([{ code: 'MIDI_TRUNCATED', file: join(folder, 'b.mid') }]);
  });

  const groove = sharedData('groove');
  it.skipIf(!groove)(
    'of 200 files of Groove are some fifty thousand, of some two hundred kinds',
    async () => {
      const { tokens, files, skipped } = readTutorialNotes(await sampleFiles(groove!, 200, 1));
      expect([files.length, skipped.length]).toEqual([200, 0]);
      expect(tokens.length).toBeGreaterThan(35_000);
      expect(tokens.length).toBeLessThan(80_000);
      expect(new Set(tokens).size).toBeGreaterThan(150);
      expect(new Set(tokens).size).toBeLessThan(300);
    },
  );
});
