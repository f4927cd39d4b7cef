import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHere } from '../../support/run-here.js';
import { scratchFolder } from '../../support/scratch-folder.js';
import { smfBytes, timed } from '../../support/smf-bytes.js';

const track = timed(
  [0, 0xc0, 0],
  [0, 0xff, 0x58, 4, 3, 2, 24, 8],
  [160, 0x90, 60, 90],
  [160, 0x90, 64, 90],
  [800, 0x80, 60, 0],
  [800, 0x80, 64, 0],
);

async function inspect(bytes: Uint8Array, ...flags: readonly string[]) {
  const file = join(await scratchFolder(), 'F.mid');
  await writeFile(file, bytes);
  return { file, ...(await runHere(['inspect', file, ...flags])) };
}

describe('inspect', () => {
  it('lists a file for people', async () => {
    const { file, status, out } = await inspect(smfBytes([track]));
    expect(status).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      `${file}: format 1, 480 pulses to a quarter note, parts: 1`,
      'Times and lengths are in quarter notes, on the grid of its quarters and thirds.',
      '',
      'part 1',
      '       0  instrument  Piano',
      '       0  metre       3/4',
      '       0  rest        1/3',
      '     1/3  chord       4/3     C4 E4',
      '',
      'tutorial tokens: 1, from Piano',
    ]);
  });

  it('lists it as one JSON object where asked', async () => {
    const { file, out } = await inspect(smfBytes([track]), '--json');
    expect(JSON.parse(out)).toEqual({
      file,
      format: 1,
      ppq: 480,
      parts: [
        [
          { kind: 'instrument', onset: '0', length: '0', text: 'Piano' },
          { kind: 'metre', onset: '0', length: '0', text: '3/4' },
          { kind: 'rest', onset: '0', length: '1/3', text: '' },
          { kind: 'chord', onset: '1/3', length: '4/3', text: 'C4 E4', token: '0.4' },
        ],
      ],
      source: 'Piano',
      tokens: 1,
    });
  });

  it('says where a broken file is broken, and how it is used', async () => {
    const { file, status, err } = await inspect(smfBytes([[0, 0xf8, 0, ...track]]));
    expect(status).toBe(1);
    expect(err).toContain(file);
    expect(err).toContain('0xf8');
    expect(err).toContain('at byte 23');
    const none = await runHere(['inspect']);
    expect(none.status).toBe(2);
    expect(none.err).toContain('ghostnote inspect F.mid');
  });

  it('takes a file, and says so of a folder', async () => {
    const { status, err } = await runHere(['inspect', await scratchFolder()]);
    expect(status).toBe(1);
    expect(err).toMatch(/this is a folder. Hint: name a file in it/);
  });
});
