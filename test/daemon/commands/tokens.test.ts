import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tokens } from '../../../src/daemon/commands/tokens.js';
import type { Values } from '../../../src/daemon/core/setting.js';
import { writeMidi } from '../../../src/model/files/midi-write.js';
import { scratchFolder } from '../../support/scratch-folder.js';
import { rmid } from '../../support/smf-bytes.js';
import { sharedData } from '../../support/shared-data.js';

function midiOf(pitches: readonly number[], channel: number): Uint8Array {
  const notes = pitches.map((pitch, i) => ({
    onset: i * 240,
    duration: 240,
    pitch,
    velocity: 90,
    channel,
  }));
  return writeMidi({ ppq: 960, notes, tempos: [], metres: [] });
}

interface Line {
  readonly file: string;
  readonly tokens?: string[];
  readonly error?: { readonly code: string; readonly message: string; readonly offset: number };
}

async function run(positionals: readonly string[], values: Values = {}) {
  const lines: Line[] = [];
  const said: string[] = [];
  const defaults = Object.fromEntries(tokens.options.map((row) => [row.name, row.default]));
  const status = await tokens.run({
    values: { ...defaults, ...values },
    positionals,
    lines: (async function* () {})(),
    out: (line) => lines.push(JSON.parse(line) as Line),
    err: (line) => said.push(line),
    over: () => undefined,
  });
  return { status, lines, said };
}

describe('ghostnote tokens', () => {
  it('prints a line a file, telling drums from notes', async () => {
    const folder = await scratchFolder({
      'beat.mid': midiOf([36, 38], 9),
      'tune.mid': midiOf([60, 64], 0),
    });
    const paths = [join(folder, 'tune.mid'), join(folder, 'beat.mid')];
    expect(await run(paths)).toEqual({
      status: 0,
      lines: [
        { file: paths[0], tokens: ['C4', 'E4'] },
        { file: paths[1], tokens: ['kick', 'snare'] },
      ],
      said: [],
    });
  });

  it('follows the grid', async () => {
    const folder = await scratchFolder({ 'beat.mid': midiOf([36, 38], 9) });
    const { lines } = await run([folder], { grid: 32 });
    expect(lines[0]?.tokens).toEqual(['kick', 'REST', 'snare']);
  });

  it('gives the tutorial’s tokens where asked, and where it fails says at which byte', async () => {
    const tune = midiOf([60, 63], 0);
    const folder = await scratchFolder({
      'a.mid': tune,
      'b.mid': tune.map((byte, at) => (at === 9 ? 2 : byte)),
    });
    const { status, lines } = await run([folder], { codec: 'tutorial' });
    expect(status).toBe(1);
    expect(lines).toEqual([
      { file: join(folder, 'a.mid'), tokens: ['C4', 'E-4'] },
      {
        file: join(folder, 'b.mid'),
        error: {
          code: 'MIDI_HEADER',
          message: expect.stringMatching(/format 2/) as string,
          offset: 8,
        },
      },
    ]);
  });

  it('says what is odd about a file that gives its tokens all the same', async () => {
    const folder = await scratchFolder({ 'a.rmi': rmid(midiOf([60], 0)) });
    const file = join(folder, 'a.rmi');
    expect(await run([folder])).toEqual({
      status: 0,
      lines: [{ file, tokens: ['C4'] }],
      said: [`read ${file} all the same: it is wrapped as RMID (at byte 0)`],
    });
  });

  it('tries every file, and ends with 1 if any failed', async () => {
    const folder = await scratchFolder({
      'a.mid': midiOf([60], 0).subarray(0, 30),
      'b.mid': midiOf([60], 0),
      'empty/readme.txt': 'x',
    });
    const { status, lines, said } = await run([
      join(folder, 'none.mid'),
      folder,
      join(folder, 'empty'),
    ]);
    expect(status).toBe(1);
    expect(lines.map(({ file, tokens, error }) => [basename(file), tokens ?? error])).toEqual([
      ['none.mid', { code: 'FILE_MISSING', message: expect.any(String) as string, offset: null }],
      ['a.mid', { code: 'MIDI_TRUNCATED', message: expect.any(String) as string, offset: 14 }],
      ['b.mid', ['C4']],
      ['empty', { code: 'DATA_EMPTY', message: expect.any(String) as string, offset: null }],
    ]);
    expect(said).toEqual(['3 of 4 files gave no tokens']);
  });

  it.each([
    ['no file', [], {}, 'USAGE'],
    ['a codec that does not exist', ['x.mid'], { codec: 'morse' }, 'UNKNOWN_NAME'],
    ['a grid that is none', ['x.mid'], { grid: 20 }, 'BAD_VALUE'],
  ])('refuses %s before it reads anything', async (_, files, values: Values, code) => {
    await expect(run(files, values)).rejects.toMatchObject({ code, exit: 2 });
  });

  const faults = sharedData('midi-faults');
  it.skipIf(!faults).each(['step', 'tutorial'])(
    'gives %s tokens or a fault for every odd file',
    async (codec) => {
      const { status, lines } = await run([faults!], { codec });
      expect(status).toBe(1);
      expect(lines).toHaveLength(132);
      for (const { tokens, error } of lines) {
        // A tutorial file whose first instrument never plays has no tokens, and that is no fault.
        if (tokens) expect(tokens.length).toBeGreaterThan(codec === 'step' ? 0 : -1);
        else expect(error?.message).toMatch(/\w/);
      }
    },
  );
});
