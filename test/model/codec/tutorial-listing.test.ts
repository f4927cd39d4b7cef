import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFile } from '../../../src/model/codec/tutorial-listing.js';
import { sharedData } from '../../support/shared-data.js';
import { smfBytes, timed } from '../../support/smf-bytes.js';

const tempo = [0, 0xff, 0x51, 3, 0x07, 0x53, 0x00] as const;
const metre = (time: number) => [time, 0xff, 0x58, 4, 6, 3, 24, 8] as const;
const key = (fifths: number, minor: number) => [0, 0xff, 0x59, 2, fifths & 0xff, minor] as const;
const tune = timed(
  key(-2, 1),
  [0, 0xc0, 0],
  [480, 0x90, 60, 90],
  [480, 0x90, 63, 90],
  [960, 0x80, 60, 0],
  [960, 0x80, 63, 0],
  [960, 0xc0, 1],
  [1120, 0x90, 48, 90],
  [1600, 0x80, 48, 0],
);
const spoken = (part: ReturnType<typeof listFile>['parts'][number]) =>
  part.map(({ kind, onset, length, text }) =>
    `${onset} ${kind} ${text} ${length}`.replace('  ', ' '),
  );

describe('the listing of a file', () => {
  it('has what music21 lists: instruments, tempo, key, metre, chords, notes, and rests between', () => {
    const { parts, ...rest } = listFile(smfBytes([timed(tempo, metre(480)), tune]));
    expect(rest).toEqual({ format: 1, ppq: 480, source: 'Piano', tokens: 1 });
    expect(parts.map(spoken)).toEqual([
      [
        '0 instrument Piano 0',
        '0 tempo 125 BPM 0',
        '0 key G minor 0',
        '0 rest 12',
        '12 metre 6/8 0',
        '12 chord C4 E-4 12',
        '24 instrument program 1, an instrument without a name 0',
        '24 rest 4',
        '28 note C3 12',
      ],
    ]);
    expect(parts[0]!.map(({ token }) => token).filter((token) => token)).toEqual(['0.3', 'C3']);
  });

  it('gives keys and metres to every part, tempos to the first, and says that all parts count', () => {
    const note = timed([0, 0x90, 60, 90], [480, 0x80, 60, 0]);
    const { parts, source } = listFile(smfBytes([note, timed(tempo, key(2, 0), metre(0)), note]));
    expect(parts.map((part) => part.map(({ text }) => text))).toEqual([
      ['125 BPM', 'D major', '6/8', 'C4'],
      ['D major', '6/8', 'C4'],
    ]);
    expect(source).toBe('all parts');
  });

  it.each([
    [0, 0, 'C major'],
    [0, 1, 'A minor'],
    [-1, 0, 'F major'],
    [-7, 0, 'C- major'],
    [7, 0, 'C# major'],
    [7, 1, 'A# minor'],
    [-7, 1, 'A- minor'],
    [-9, 0, 'B-- major'],
  ])('names the key of %i fifths and mode %i', (fifths, minor, name) => {
    const track = timed(key(fifths, minor), [0, 0x90, 60, 90], [480, 0x80, 60, 0]);
    expect(listFile(smfBytes([track])).parts[0]![0]!.text).toBe(name);
  });

  const groove = sharedData('groove');
  it.skipIf(!groove)('of the tutorial’s own example is the tutorial’s', () => {
    const file = 'drummer1/session1/55_jazz_125_fill_4-4.mid';
    const { parts } = listFile(readFileSync(join(groove!, file)));
    const marks = ['Piano', 'Piano', '125 BPM', 'C major', '4/4'];
    const [a, b, c, rest] = ['D2 G2', 'G2 D2', 'C2', ''];
    const bar = [a, rest, b, rest, c, rest];
    const notes = [...bar, ...bar, a, b, rest, c, rest, b];
    expect(parts.map((part) => part.map(({ text }) => text))).toEqual([[...marks, ...notes]]);
  });
});
