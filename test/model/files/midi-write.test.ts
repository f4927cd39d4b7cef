import { readFile } from 'node:fs/promises';
import tonejs from '@tonejs/midi';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScore } from '../../../src/model/codec/read-score.js';
import { readSmf } from '../../../src/model/codec/smf.js';
import { writeMidi } from '../../../src/model/files/midi-write.js';
import type { Score, ScoreNote } from '../../../src/model/score.js';
import { midiFilesUnder, sharedData } from '../../support/shared-data.js';
import { scores } from '../../support/scores.js';

/** What another reader makes of the same bytes: notes by onset, pitch, velocity, channel and duration. */
function oracle(bytes: Uint8Array): ScoreNote[] {
  return new tonejs.Midi(bytes).tracks.flatMap((track) =>
    track.notes.map((note) => ({
      onset: note.ticks,
      duration: note.durationTicks,
      pitch: note.midi,
      velocity: Math.round(note.velocity * 127),
      channel: track.channel,
    })),
  );
}

const lines = (notes: readonly ScoreNote[], withDuration: boolean) =>
  notes
    .map((n) => [n.onset, n.pitch, n.velocity, n.channel, withDuration ? n.duration : ''].join())
    .sort();

/** Whether no other note of its pitch touches a note's time: then all readers agree on its end. */
function isAlone(note: ScoreNote, notes: readonly ScoreNote[]): boolean {
  const end = note.onset + note.duration;
  return notes.every(
    (other) =>
      other === note ||
      other.pitch !== note.pitch ||
      other.onset > end ||
      other.onset + other.duration < note.onset,
  );
}

describe('a written file', () => {
  it('reads back as the score it was', () => {
    fc.assert(
      fc.property(scores([0, 3, 9]), (score) => {
        const byChannel = (a: ScoreNote, b: ScoreNote) =>
          a.onset - b.onset || a.channel - b.channel;
        const read = readScore(writeMidi(score));
        expect(read.notes.toSorted(byChannel)).toEqual(score.notes.toSorted(byChannel));
        expect(read.ppq).toBe(score.ppq);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it('has the tempos and metres of the score', () => {
    const tempos = [
      { onset: 0, bpm: 120 },
      { onset: 960, bpm: 93.75 },
    ];
    const metres = [
      { onset: 0, numerator: 7, denominator: 8 },
      { onset: 3360, numerator: 4, denominator: 4 },
    ];
    const score: Score = { ppq: 960, notes: [], tempos, metres };
    expect(readScore(writeMidi(score))).toEqual(score);
  });

  it('has each note at its tick, after weeks without any', () => {
    const sound = { duration: 240, pitch: 36, velocity: 90, channel: 9 };
    const notes = [0, 2 ** 28 - 1, 2 ** 31 + 5, 2 ** 36].map((onset) => ({ onset, ...sound }));
    const tempos = [{ onset: 2 ** 33, bpm: 100 }];
    const bytes = writeMidi({ ppq: 960, notes, tempos, metres: [] });
    expect(lines(oracle(bytes), true)).toEqual(lines(notes, true));
    expect(new tonejs.Midi(bytes).header.tempos.map(({ ticks }) => ticks)).toEqual([2 ** 33]);
  });

  it('is refused where it would last for longer than anybody plays', () => {
    const note = { onset: 2 ** 50, duration: 240, pitch: 36, velocity: 90, channel: 9 };
    const score = { ppq: 960, notes: [note], tempos: [], metres: [] };
    expect(() => writeMidi(score)).toThrow('too long for a MIDI file');
  });

  it('keeps every velocity and any whole tempo to its microsecond', () => {
    const notes = Array.from({ length: 127 }, (_, i) => ({
      onset: i * 10,
      duration: 10,
      pitch: 60,
      velocity: i + 1,
      channel: 0,
    }));
    for (const bpm of [20, 93.3, 119, 120, 121, 137, 174, 300]) {
      const read = readScore(
        writeMidi({ ppq: 96, notes, tempos: [{ onset: 0, bpm }], metres: [] }),
      );
      expect(read.notes).toEqual(notes);
      expect(Math.round(60_000_000 / read.tempos[0]!.bpm)).toBe(Math.round(60_000_000 / bpm));
    }
  });

  it('is the same, byte for byte, for the same score, and holds nothing but what was played', () => {
    const notes = [{ onset: 0, duration: 200, pitch: 36, velocity: 100, channel: 9 }];
    const score: Score = { ppq: 960, notes, tempos: [{ onset: 0, bpm: 120 }], metres: [] };
    expect(Buffer.from(writeMidi(score)).toString('hex')).toBe(
      [
        '4d546864000000060000000103c0', // format 0, one track, 960 pulses to a quarter
        '4d54726b00000014',
        '00ff510307a120', // 500,000 microseconds to a quarter
        '00992464',
        '8148892400',
        '00ff2f00',
      ].join(''),
    );
  });

  it('has a track for each channel where there are several, and one for tempos and metres', () => {
    const note = (onset: number, pitch: number, channel: number) => ({
      ...{ onset, duration: 240, pitch, velocity: 90, channel },
    });
    const notes = [note(0, 36, 9), note(0, 60, 0), note(480, 38, 9), note(960, 43, 2)];
    const tempos = [120, 93.75].map((bpm, bar) => ({ onset: 3840 * bar, bpm }));
    const metres = [{ onset: 0, numerator: 3, denominator: 4 }];
    const bytes = writeMidi({ ppq: 960, notes, tempos, metres });
    const { format, tracks } = readSmf(bytes, Infinity);
    const channels = tracks.map(({ events }) =>
      events.flatMap((event) => (event.kind === 'channel' ? event.status & 0x0f : [])),
    );
    expect([format, channels]).toEqual([1, [[], [0, 0], [2, 2], [9, 9, 9, 9]]]);
    expect(readScore(bytes)).toMatchObject({ ppq: 960, tempos, metres });
    expect(lines(readScore(bytes).notes, true)).toEqual(lines(notes, true));
    expect(lines(oracle(bytes), true)).toEqual(lines(notes, true));
  });

  it('holds more notes than the library could write as one track', () => {
    const notes = Array.from({ length: 5000 }, (_, i) => ({
      onset: i * 480,
      duration: 300,
      pitch: 36 + (i % 9),
      velocity: 80,
      channel: i % 2 === 0 ? 9 : 0,
    }));
    expect(readScore(writeMidi({ ppq: 960, notes, tempos: [], metres: [] })).notes).toEqual(notes);
  });

  it('is read alike by another reader', () => {
    fc.assert(
      fc.property(scores([9]), (score) => {
        const bytes = writeMidi(score);
        expect(lines(oracle(bytes), false)).toEqual(lines(readScore(bytes).notes, false));
      }),
      { seed: 9, numRuns: 100 },
    );
  });
});

describe.each([
  ['groove', 20],
  ['nottingham', 20],
] as const)('the files of %s', (name, every) => {
  const folder = sharedData(name);
  it.skipIf(!folder)(`have the notes that another reader finds (1 in ${every})`, async () => {
    const files = (await midiFilesUnder(folder!)).filter((_, i) => i % every === 0);
    for (const file of files) {
      const bytes = await readFile(file);
      const own = readScore(bytes).notes;
      const other = oracle(bytes);
      expect(lines(own, false), file).toEqual(lines(other, false));
      const sure = own.filter((note) => isAlone(note, own));
      const known = new Set(lines(other, true));
      expect(sure.length).toBeGreaterThan(0);
      expect(
        lines(sure, true).filter((line) => !known.has(line)),
        file,
      ).toEqual([]);
    }
  });
});
