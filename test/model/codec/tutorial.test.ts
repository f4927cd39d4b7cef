import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../../../src/model/codec/create-codec.js';
import { quantise } from '../../../src/model/codec/tutorial-grid.js';
import { readParts } from '../../../src/model/codec/tutorial-part.js';
import { readTutorialSmf } from '../../../src/model/codec/tutorial-smf.js';
import { tutorialSpec, tutorialTokens } from '../../../src/model/codec/tutorial.js';
import { writeMidi } from '../../../src/model/files/midi-write.js';
import type { ScoreNote } from '../../../src/model/score.js';
import { smfBytes, timed } from '../../support/smf-bytes.js';
import { scores } from '../../support/scores.js';

type Event = readonly [time: number, ...bytes: number[]];
const on = (time: number, pitch: number, channel = 0): Event => [time, 0x90 | channel, pitch, 90];
const off = (time: number, pitch: number, channel = 0): Event => [time, 0x80 | channel, pitch, 0];
const program = (time: number, number: number): Event => [time, 0xc0, number];
const tokensOf = (...tracks: readonly (readonly Event[])[]): string[] =>
  tutorialTokens(smfBytes(tracks.map((track) => timed(...track))));
const elementsOf = (...events: readonly Event[]) =>
  readParts(readTutorialSmf(smfBytes([timed(...events)])))[0]!.elements.map(
    ({ onset, length, pitches }) => [onset, length, ...pitches],
  );

describe('notes', () => {
  it('end at the next event of their pitch and channel: a note-on that ends one begins none', () => {
    expect(elementsOf(on(0, 60), on(240, 60), off(480, 60), off(720, 60))).toEqual([[0, 6, 60]]);
    expect(elementsOf(on(0, 60), on(240, 60, 1), off(480, 60), off(960, 60, 1))).toEqual([
      [0, 12, 60],
      [6, 18, 60],
    ]);
  });

  it('that nothing ends are lost', () => {
    expect(tokensOf([on(0, 60), on(480, 62), off(960, 62)])).toEqual(['D4']);
  });

  it('of no length last a quarter', () => {
    expect(elementsOf(on(0, 60), off(0, 60))).toEqual([[0, 12, 60]]);
  });
});

describe('chords', () => {
  it('are notes that begin within a sixteenth of a quarter of the first, and end so', () => {
    const together = (onset: number, end: number) =>
      tokensOf([on(0, 60), on(onset, 64), off(480, 60), off(end, 64)]);
    expect(together(30, 510)).toEqual(['0.4']);
    expect(together(31, 480)).toEqual(['C4', 'E4']);
    expect(together(0, 511)).toEqual(['C4', 'E4']);
  });

  it('are measured from their first note, not from the one before', () => {
    const strum = [60, 64, 67].map((pitch, at) => on(20 * at, pitch));
    const ends = [60, 64, 67].map((pitch) => off(480, pitch));
    expect(tokensOf([...strum, ...ends])).toEqual(['0.4', 'G4']);
  });

  it('may take a note that another has taken', () => {
    // E4 ends apart from C4 and begins a chord of its own; G4 ends near enough to both.
    const begun = [on(0, 60), on(0, 64), on(0, 67)];
    const ended = [off(450, 60), off(480, 67), off(510, 64)];
    expect(tokensOf([...begun, ...ended])).toEqual(['7.0', '4.7']);
  });

  it('last from the note-on of their last note to the note-off of their first', () => {
    const late = [on(0, 60), on(30, 64), off(150, 60), off(150, 64)];
    expect(elementsOf(...late)).toEqual([[0, 3, 60, 64]]);
    const backwards = [on(0, 60), off(20, 60), on(30, 64), off(40, 64)];
    expect(elementsOf(...backwards)).toEqual([[0, 0, 60, 64]]);
  });

  it('of an octave are a number, where a note is a name', () => {
    expect(tokensOf([on(0, 60), on(0, 72), off(480, 60), off(480, 72)])).toEqual(['0']);
  });
});

describe('the grid', () => {
  it.each([
    ['halfway down', 60, 0],
    ['a pulse past halfway up', 61, 3],
    ['between quarter and third to the earlier', 140, 3],
    ['halfway down where a third is as near', 420, 9],
    ['a third', 160, 4],
    ['a sixth to the quarter', 80, 3],
    ['below 0 to 0', -100, 0],
    ['far out', 480_160, 12_004],
  ])('takes %s', (_, pulses, onset) => {
    expect(quantise(pulses, 480)).toBe(onset);
  });

  it('has only quarters and thirds, and stays within an eighth', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 32767 }), (pulses, ppq) => {
        const onset = quantise(pulses, ppq);
        expect(onset % 3 === 0 || onset % 4 === 0).toBe(true);
        expect(Math.abs(onset / 12 - pulses / ppq)).toBeLessThanOrEqual(1 / 8 + 1e-7);
      }),
      { seed: 23 },
    );
  });
});

describe('order', () => {
  it('is by onset on the grid, then as they began: pitch never decides', () => {
    const events = [on(0, 72), off(31, 72), on(40, 60), off(440, 60), on(480, 50), off(800, 50)];
    expect(tokensOf(events)).toEqual(['C5', 'C4', 'D3']);
  });

  it('loses a note that finds no voice free, where some began together and end apart', () => {
    const begun = [on(0, 60), on(0, 62), off(40, 62), on(120, 64), on(160, 65)];
    const ended = [off(480, 64), off(640, 60), off(760, 65)];
    // D4 has no length on the grid and hides C4 from the count: two voices, and three notes at once.
    expect(tokensOf([...begun, ...ended])).toEqual(['C4', 'D4', 'E4']);
    expect(tokensOf([on(0, 60), on(120, 64), on(160, 65), ...ended])).toEqual(['C4', 'E4', 'F4']);
  });
});

describe('the first instrument', () => {
  const scale = (from: number, at: number) =>
    [0, 2, 4].flatMap((step, i) => [
      on(at + 480 * i, from + step),
      off(at + 480 * (i + 1), from + step),
    ]);

  it('is everything, track by track, where the file names none', () => {
    expect(tokensOf(scale(60, 0), scale(48, 0))).toEqual(['C4', 'C3', 'D4', 'D3', 'E4', 'E3']);
  });

  it('is all parts of its name, and nothing of a part without instrument', () => {
    const tracks = [
      scale(72, 0),
      [program(0, 0), ...scale(60, 0)],
      [program(0, 40), ...scale(48, 0)],
    ];
    expect(tokensOf(...tracks, [program(0, 0), ...scale(36, 0)])).toEqual([
      'C4',
      'C2',
      'D4',
      'D2',
      'E4',
      'E2',
    ]);
  });

  it('has no name for most programs, and those are all one', () => {
    const tracks = [
      [program(0, 1), ...scale(60, 0)],
      [program(0, 2), ...scale(48, 0)],
    ];
    expect(tokensOf(...tracks)).toHaveLength(6);
  });

  it('reigns from its program change to the next of its track', () => {
    const track = [on(0, 60), off(480, 60), program(480, 0), on(480, 62), off(960, 62)];
    expect(tokensOf([...track, program(960, 40), on(960, 64), off(1440, 64)])).toEqual(['D4']);
  });

  it('that another follows at once has nothing but what has no length', () => {
    expect(tokensOf([program(0, 0), program(0, 40), ...scale(60, 0)])).toEqual([]);
    const brief = [on(0, 72), off(20, 72)];
    expect(tokensOf([program(0, 0), program(0, 40), ...brief, ...scale(60, 480)])).toEqual(['C5']);
  });

  it('is not told by the name of a track, nor by a program change in a track without notes', () => {
    const name = [0, 0xff, 0x03, 5, ...Buffer.from('Piano')] as const;
    const silent = [program(0, 40), off(0, 60)];
    expect(tokensOf(silent, [name, ...scale(60, 0)])).toHaveLength(3);
  });
});

describe('the tutorial codec', () => {
  const codec = createCodec(tutorialSpec);
  const steps = (tokens: readonly string[]) => ({
    tokens,
    velocity: new Float32Array(tokens.length),
    offset: new Float32Array(tokens.length),
  });
  const score = (notes: readonly ScoreNote[], ppq = 960) => ({
    ppq,
    notes,
    tempos: [],
    metres: [],
  });

  it('plays a token each half quarter, as music21 writes it: a quarter long, velocity 90, chords from middle C', () => {
    const line = { duration: 960, velocity: 90, channel: 0 };
    expect(codec.decode(steps(['C2', '10.2.5', 'B-3']), 960)).toEqual([
      { ...line, onset: 0, pitch: 36 },
      { ...line, onset: 480, pitch: 62 },
      { ...line, onset: 480, pitch: 65 },
      { ...line, onset: 480, pitch: 70 },
      { ...line, onset: 960, pitch: 58 },
    ]);
  });

  it('ends a token where one of its pitches is struck again', () => {
    const spans = codec.decode(steps(['0.4.7', 'E4', 'C4']), 960).map((note) => note.duration);
    expect(spans).toEqual([480, 480, 480, 960, 960]);
  });

  it('keeps what it encoded, once names are those that its own file has', () => {
    fc.assert(
      fc.property(scores(), (x) => {
        const once = codec.encode(score(codec.decode(codec.encode(x), 960))).tokens;
        const notes = codec.decode(steps(once), 960);
        expect(codec.encode(score(notes)).tokens).toEqual(once);
        expect(codec.encodeFile(writeMidi(score(notes))).tokens).toEqual(once);
      }),
      { seed: 24, numRuns: 30 },
    );
  });

  it('gives a score without instruments what its file gives', () => {
    const notes = [60, 64, 67, 72].map((pitch, at) => {
      return { onset: 240 * Math.floor(at / 2), duration: 240, pitch, velocity: 90, channel: 0 };
    });
    expect(codec.encode(score(notes)).tokens).toEqual(['0.4', '7.0']);
    expect(codec.encodeFile(writeMidi(score(notes))).tokens).toEqual(['0.4', '7.0']);
  });

  it.each([
    ['E-4', [63]],
    ['C#4', [61]],
    ['G9', [127]],
    ['E-1', [27]],
    ['B--1', [33]],
    ['C#-1', [1]],
    ['0', [60]],
    ['11.0.4', [60, 64, 71]],
  ])('sounds %s as music21 does', (token, pitches) => {
    const lanes = pitches.map(() => 0);
    expect(codec.sound(token)).toEqual({ kind: 'onset', pitches, lanes });
  });

  it.each(['', 'REST', 'H4', 'C', 'A9', '12', '0.0', '0.', 'c4', 'C4.E4'])(
    'refuses %j, which is no token',
    (token) => expect(() => codec.sound(token)).toThrow(/not a token/),
  );

  it('hears a key as its name, keys together as their chord, and silence as nothing', () => {
    const hear = (...pitches: readonly number[]) =>
      codec.hear(
        pitches.map((pitch) => ({ pitch, velocity: 64, offset: 0.2 })),
        false,
      );
    expect(hear(63)?.token).toBe('E-4');
    expect(hear(63, 63)?.token).toBe('E-4');
    expect(hear(67, 60, 64)?.token).toBe('0.4.7');
    expect(hear(48, 60)?.token).toBe('0');
    expect(hear()).toBeNull();
  });

  it('has one grid and takes notes', () => {
    expect(() => createCodec({ ...tutorialSpec, grid: 16 })).toThrow(/16/);
    expect(() => createCodec({ ...tutorialSpec, material: 'drums' })).toThrow(/drums/);
  });
});
