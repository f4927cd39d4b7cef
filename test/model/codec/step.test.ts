import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CodecSpec, HeardNote } from '../../../src/model/codec/codec.js';
import { drumVoices } from '../../../src/model/codec/drums.js';
import { grids, offsetOf, pulseOf, tickOf } from '../../../src/model/codec/grid.js';
import { pitchName, pitchOf } from '../../../src/model/codec/pitch-name.js';
import { readScore } from '../../../src/model/codec/read-score.js';
import { createCodec } from '../../../src/model/codec/create-codec.js';
import { stepMaterials } from '../../../src/model/codec/step-material.js';
import { StepCodec } from '../../../src/model/codec/step.js';
import { Vocabulary } from '../../../src/model/codec/vocabulary.js';
import { Fault } from '../../../src/model/fault.js';
import type { Score, ScoreNote } from '../../../src/model/score.js';
import { expectSame } from '../../support/same.js';
import { midiFilesUnder, sharedData } from '../../support/shared-data.js';
import { scores } from '../../support/scores.js';

const drums = new StepCodec({ name: 'step', grid: 16, material: 'drums' }, stepMaterials.drums);
const notes = new StepCodec({ name: 'step', grid: 16, material: 'notes' }, stepMaterials.notes);
const specs = fc.record({
  name: fc.constant('step' as const),
  grid: fc.constantFrom(...grids),
  material: fc.constantFrom('drums' as const, 'notes' as const),
});

/** A score of 4 pulses a tick at 16 to a whole note. */
function score(...list: readonly (readonly [onset: number, duration: number, pitch: number])[]) {
  return scoreOf(list.map(([onset, duration, pitch]) => ({ ...base, onset, duration, pitch })));
}
const base = { velocity: 100, channel: 0 };
const scoreOf = (list: readonly ScoreNote[], ppq = 16): Score => ({
  ppq,
  notes: list,
  tempos: [],
  metres: [],
});

describe('the grid', () => {
  it('takes halfway to the later tick', () => {
    expect([0, 59, 60, 61, 119, 120, 179, 180].map((at) => tickOf(at, 480, 16))).toEqual([
      0, 0, 1, 1, 1, 1, 1, 2,
    ]);
    expect(offsetOf(60, 480, 16)).toBe(-0.5);
  });

  it('finds each pulse again from its tick and offset', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.integer({ min: 1, max: 32767 }),
        fc.constantFrom(...grids),
        (onset, ppq, grid) => {
          const tick = tickOf(onset, ppq, grid);
          const offset = offsetOf(onset, ppq, grid);
          expect(offset).toBeGreaterThanOrEqual(-0.5);
          expect(Math.fround(offset)).toBeLessThan(0.5);
          expect(pulseOf(tick, Math.fround(offset), ppq, grid)).toBe(onset);
        },
      ),
      { seed: 4, numRuns: 2000 },
    );
  });
});

describe('the step codec', () => {
  it('keeps what it encoded: encode(decode(encode(x))) = encode(x)', () => {
    fc.assert(
      fc.property(specs, scores(), (spec, x) => {
        const codec = createCodec(spec);
        const once = codec.encode(x);
        const again = codec.encode(scoreOf(codec.decode(once, x.ppq), x.ppq));
        expectSame(again, once);
      }),
      { seed: 5, numRuns: 50 },
    );
  });

  it('ends with the tick of the last onset, and says nothing of a lane that begins nothing', () => {
    fc.assert(
      fc.property(specs, scores([9]), (spec, x) => {
        const codec = createCodec(spec);
        const { tokens, velocity, offset } = codec.encode(x);
        expect(tokens).toHaveLength(tickOf(x.notes.at(-1)!.onset, x.ppq, spec.grid) + 1);
        expect(velocity).toHaveLength(tokens.length * codec.lanes);
        expect(offset).toHaveLength(tokens.length * codec.lanes);
        const wrong = tokens.filter((token, tick) => {
          const begun = codec.sound(token).lanes;
          const lanes = Array.from({ length: codec.lanes }, (_, lane) => lane);
          return lanes.some((lane) => {
            const at = tick * codec.lanes + lane;
            const begins = begun.includes(lane);
            const tidy = begins ? Math.abs(offset[at]!) <= 0.5 : offset[at] === 0;
            return velocity[at]! > 0 !== begins || !tidy;
          });
        });
        expect(wrong).toEqual([]);
      }),
      { seed: 6, numRuns: 40 },
    );
  });

  it('decodes any loudness and offset to notes of the token’s own tick, none overlapping', () => {
    const any = fc.record({
      tokens: fc.array(fc.constantFrom('REST', 'kick', 'kick+snare', 'ride'), {
        maxLength: 20,
        size: 'max',
      }),
      loud: fc.float({ noNaN: true }),
      shift: fc.float({ noNaN: true }),
    });
    fc.assert(
      fc.property(any, ({ tokens, loud, shift }) => {
        const size = tokens.length * drums.lanes;
        const steps = {
          tokens,
          velocity: new Float32Array(size).fill(loud),
          offset: new Float32Array(size).fill(shift),
        };
        const decoded = drums.decode(steps, 960);
        const silent = tokens.findLastIndex((token) => token !== 'REST') + 1;
        expect(drums.encode(scoreOf(decoded, 960)).tokens).toEqual(tokens.slice(0, silent));
        for (const { onset, velocity } of decoded) {
          expect(onset).toBeGreaterThanOrEqual(0);
          expect(velocity).toBeGreaterThanOrEqual(1);
          expect(velocity).toBeLessThanOrEqual(127);
        }
      }),
      { seed: 7 },
    );
  });

  it('gives an empty piece for a score without notes', () => {
    expect(drums.encode(score()).tokens).toEqual([]);
  });

  it('refuses a token that it would not write', () => {
    for (const token of ['', 'hat', 'snare+kick', 'kick+kick', 'HOLD', 'C4'])
      expect(() => drums.sound(token), token).toThrow(Fault);
    for (const token of ['', 'H4', 'E4.C4', 'C4.C4', 'Db4', 'G#9', 'kick'])
      expect(() => notes.sound(token), token).toThrow(Fault);
  });

  it('refuses a grid that is not there', () => {
    const spec: CodecSpec = { name: 'step', grid: 16, material: 'drums' };
    expect(() => createCodec({ ...spec, grid: 10 })).toThrow(/grid of 10/);
  });
});

describe('drums', () => {
  const hit = (pitch: number, velocity: number, offset = 0): HeardNote => ({
    pitch,
    velocity,
    offset,
  });

  it('are named in voice order, each voice once', () => {
    expect(drums.hear([hit(42, 1), hit(38, 1), hit(35, 1), hit(36, 1)], false).token).toBe(
      'kick+snare+closed-hat',
    );
  });

  it('of one voice at one tick leave the loudest, and the earlier of two as loud', () => {
    const { velocity, offset } = drums.hear(
      [hit(38, 64, -0.25), hit(40, 100, 0.25), hit(37, 100, 0.375)],
      false,
    );
    expect(velocity[1]).toBe(Math.fround(100 / 127));
    expect(offset[1]).toBe(0.25);
  });

  it('never hold', () => {
    expect(drums.hear([], true).token).toBe('REST');
  });

  it('sound at the pitch of their voice', () => {
    drumVoices.forEach(({ name, pitch }, lane) => {
      expect(drums.sound(name)).toEqual({ kind: 'onset', pitches: [pitch], lanes: [lane] });
    });
    expect(drums.sound('REST')).toEqual({ kind: 'rest', pitches: [], lanes: [] });
  });

  it('are those of channel 10, or all where no channel 10 is played', () => {
    const melody = { ...base, onset: 0, duration: 1, pitch: 38 };
    const beat = { ...melody, pitch: 36, channel: 9 };
    expect(drums.encode(scoreOf([melody, beat])).tokens).toEqual(['kick']);
    expect(drums.encode(scoreOf([melody])).tokens).toEqual(['snare']);
    expect(notes.encode(scoreOf([melody, beat])).tokens).toEqual(['D2']);
  });

  it('last half a tick, less where the same voice comes sooner', () => {
    const steps = drums.encode(
      scoreOf(
        [2, 3].map((onset) => ({ ...base, onset, duration: 1, pitch: 36 })),
        4,
      ),
    );
    expect(drums.decode(steps, 960).map(({ onset, duration }) => [onset, duration])).toEqual([
      [480, 120],
      [720, 120],
    ]);
    const close = {
      ...steps,
      offset: Float32Array.from(steps.offset, (_, i) => (i < 27 ? 0.4 : -0.5)),
    };
    expect(drums.decode(close, 960).map(({ onset, duration }) => [onset, duration])).toEqual([
      [576, 24],
      [600, 120],
    ]);
  });
});

describe('notes', () => {
  it('are named with sharps, C4 being pitch 60, and their names read back', () => {
    expect([60, 61, 0, 127].map(pitchName)).toEqual(['C4', 'C#4', 'C-1', 'G9']);
    for (let pitch = 0; pitch < 128; pitch++) expect(pitchOf(pitchName(pitch))).toBe(pitch);
  });

  it('begin as chords, ascending, and HOLD until they end', () => {
    const chord = score([0, 12, 67], [0, 12, 60], [0, 4, 64], [20, 4, 62]);
    expect(notes.encode(chord).tokens).toEqual(['C4.E4.G4', 'HOLD', 'HOLD', 'REST', 'REST', 'D4']);
  });

  it('end where others begin', () => {
    const overlapping = score([0, 100, 60], [8, 4, 64], [20, 4, 62]);
    const { tokens } = notes.encode(overlapping);
    expect(tokens).toEqual(['C4', 'HOLD', 'E4', 'REST', 'REST', 'D4']);
    const decoded = notes.decode(notes.encode(overlapping), 16);
    expect(decoded.map(({ onset, duration, pitch }) => [onset, duration, pitch])).toEqual([
      [0, 8, 60],
      [8, 4, 64],
      [20, 4, 62],
    ]);
  });

  it('end early where the next are early', () => {
    const steps = notes.encode(score([0, 7, 60], [7, 4, 64]));
    expect(steps.tokens).toEqual(['C4', 'HOLD', 'E4']);
    expect(notes.decode(steps, 16)[0]).toMatchObject({ onset: 0, duration: 7 });
  });

  it('are heard as they are encoded', () => {
    const note = { pitch: 60, velocity: 64, offset: 0.25 };
    expect(notes.hear([note], true)).toEqual({
      token: 'C4',
      velocity: Float32Array.of(64 / 127),
      offset: Float32Array.of(0.25),
    });
    expect(notes.hear([], true).token).toBe('HOLD');
    expect(notes.hear([], false).token).toBe('REST');
  });
});

describe.each([
  ['groove', drums, 1150, 355_039, 153],
  ['nottingham', notes, 1034, undefined, undefined],
] as const)('over the files of %s', (name, codec, files, ticks, distinct) => {
  const folder = sharedData(name);
  it.skipIf(!folder)('every piece is kept, with the counts of docs/codec.md', async () => {
    const pieces: (readonly string[])[] = [];
    for (const file of await midiFilesUnder(folder!)) {
      const x = readScore(await readFile(file));
      const once = codec.encode(x);
      const again = codec.encode(scoreOf(codec.decode(once, x.ppq), x.ppq));
      expect(again.tokens.join()).toBe(once.tokens.join());
      expect(Buffer.from(again.velocity.buffer).equals(Buffer.from(once.velocity.buffer))).toBe(
        true,
      );
      expect(Buffer.from(again.offset.buffer).equals(Buffer.from(once.offset.buffer))).toBe(true);
      pieces.push(once.tokens);
    }
    const { counts, size } = Vocabulary.learn(pieces);
    const total = counts.reduce((sum, count) => sum + count);
    expect([pieces.length, total, size]).toEqual([files, ticks ?? total, distinct ?? size]);
  });
});
