import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScore } from '../../../src/model/codec/read-score.js';
import type { Oddity } from '../../../src/model/codec/smf.js';
import { Fault } from '../../../src/model/fault.js';
import { midiFilesUnder, sharedData } from '../../support/shared-data.js';
import { endOfTrack, smfBytes } from '../../support/smf-bytes.js';

const on = (delta: number, pitch: number, velocity: number, channel = 0) => [
  delta,
  0x90 | channel,
  pitch,
  velocity,
];
const off = (delta: number, pitch: number, channel = 0) => [delta, 0x80 | channel, pitch, 64];

function spans(tracks: readonly (readonly number[])[], options = {}) {
  const { notes } = readScore(smfBytes(tracks, options));
  return notes.map(({ onset, duration, pitch }) => [onset, duration, pitch]);
}

describe('the notes of a score', () => {
  it('end at a note-off or at a note-on of velocity 0', () => {
    const track = [...on(0, 60, 90), ...on(10, 60, 0), ...on(5, 62, 80), ...off(20, 62)];
    expect(spans([track])).toEqual([
      [0, 10, 60],
      [15, 20, 62],
    ]);
  });

  it('end where their pitch is struck again', () => {
    const track = [...on(0, 60, 90), ...on(30, 60, 80), ...off(10, 60), ...off(10, 60)];
    expect(spans([track])).toEqual([
      [0, 30, 60],
      [30, 10, 60],
    ]);
  });

  it('struck again before their note-off at the same time leave it to the earlier note', () => {
    const track = [...on(0, 60, 90), ...on(30, 60, 80), ...off(0, 60), ...off(10, 60)];
    expect(spans([track])).toEqual([
      [0, 30, 60],
      [30, 10, 60],
    ]);
  });

  it('last to the end of their track where nothing ends them', () => {
    expect(spans([[...on(5, 60, 90), 50, 0xff, 0x2f, 0]])).toEqual([[5, 50, 60]]);
  });

  it('end only by their own channel and track', () => {
    const first = [...on(0, 60, 90, 0), ...on(0, 60, 90, 1), ...off(10, 60, 1), ...off(10, 60, 0)];
    const second = [...off(5, 60, 0), ...endOfTrack];
    expect(spans([first, second])).toEqual([
      [0, 20, 60],
      [0, 10, 60],
    ]);
  });

  it('are by onset, and in file order where onsets are equal', () => {
    const first = [...on(10, 64, 1), ...on(0, 60, 1), ...endOfTrack];
    const second = [...on(0, 50, 1), ...on(10, 40, 1), ...endOfTrack];
    expect(spans([first, second]).map(([, , pitch]) => pitch)).toEqual([50, 64, 60, 40]);
  });

  it('of format 2 follow track by track', () => {
    const track = [...on(10, 60, 1), ...off(10, 60), ...endOfTrack];
    expect(spans([track, track], { format: 2 })).toEqual([
      [10, 10, 60],
      [30, 10, 60],
    ]);
  });

  it('may not lie further in than the limit', () => {
    const far = [0xff, 0xff, 0xff, 0x7f, 0x90, 60, 1, ...endOfTrack];
    expect(() => readScore(smfBytes([far], { division: 1 }))).toThrow(/over the limit of 60000/);
  });
});

describe('tempos and metres', () => {
  it('are read from any track, by onset', () => {
    const conductor = [96, 0xff, 0x51, 3, 0x0f, 0x42, 0x40, 0, 0xff, 0x58, 4, 6, 3, 36, 8];
    const track = [0, 0xff, 0x51, 3, 0x07, 0xa1, 0x20, ...on(0, 60, 1), ...endOfTrack];
    const { tempos, metres } = readScore(smfBytes([[...conductor, ...endOfTrack], track]));
    expect(tempos).toEqual([
      { onset: 0, bpm: 120 },
      { onset: 96, bpm: 60 },
    ]);
    expect(metres).toEqual([{ onset: 96, numerator: 6, denominator: 8 }]);
  });

  it('that make no sense are left out', () => {
    const zeroTempo = [0, 0xff, 0x51, 3, 0, 0, 0];
    const zeroMetre = [0, 0xff, 0x58, 4, 0, 2, 24, 8, 0, 0xff, 0x58, 4, 4, 200, 24, 8];
    const score = readScore(smfBytes([[...zeroTempo, ...zeroMetre, ...endOfTrack]]));
    expect(score).toEqual({ ppq: 480, notes: [], tempos: [], metres: [] });
  });

  it('of a timecode file are 120 BPM', () => {
    const tempo = [0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40, ...endOfTrack];
    expect(readScore(smfBytes([tempo], { division: 0xe728 }))).toMatchObject({
      ppq: 500,
      tempos: [],
    });
  });
});

describe('any bytes', () => {
  const valid = smfBytes([
    [0, 0xff, 0x51, 3, 7, 0xa1, 0x20, 0, 0xff, 0x58, 4, 4, 2, 24, 8, ...endOfTrack],
    [0, 0xc0, 5, ...on(0, 60, 90), ...on(0, 64, 90), 96, 60, 0, 0, 64, 0, ...endOfTrack],
    [0, 0xf0, 3, 1, 2, 0xf7, ...on(0x60, 36, 100, 9), ...off(0x81, 36, 9), ...endOfTrack],
  ]);

  /** What a reader may do with bytes: a score, or a fault inside them. */
  function check(bytes: Uint8Array): void {
    const fault = faultIn(bytes);
    if (!fault) return;
    expect(fault.offset).toBeGreaterThanOrEqual(0);
    expect(fault.offset).toBeLessThanOrEqual(bytes.length);
  }

  it('with a few of them changed, lost or added, give a score or a fault inside the file', () => {
    const edit = fc.record({
      at: fc.nat(valid.length),
      remove: fc.nat(3),
      insert: fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0, 0x7f, 0x80, 0xff)), {
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const bytes = [...valid];
        for (const { at, remove, insert } of edits) bytes.splice(at, remove, ...insert);
        check(Uint8Array.from(bytes));
      }),
      { seed: 1, numRuns: 5000 },
    );
  });

  it('after a header, give a score or a fault inside the file', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200, size: 'max' }), (tail) => {
        check(smfBytes([[...tail]]));
      }),
      { seed: 2, numRuns: 1500 },
    );
  });
});

const faults = sharedData('midi-faults');
describe.skipIf(!faults)('odd and broken files', () => {
  /** Those that cannot be read, by the end of their path; every other one gives a score. */
  const broken: readonly (readonly [code: string, ...ends: string[]])[] = [
    ['MIDI_NOT_MIDI', 'midi/empty.mid', 'test-empty-file.mid', 'test-not-a-midi-file.mid'],
    ['MIDI_TRUNCATED', 'invalid-MThd-length.mid', 'disassemble/test-files/reference.mid'],
    // Their polyphonic pressure has one data byte.
    ['MIDI_EVENT', 'json.mid', 'examples/reference.mid', 'commands/test-files/reference.mid'],
    ['MIDI_EVENT', 'ops/assemble/test-files/reference.mid', 'test-files/reference-01.mid'],
    ['MIDI_EVENT', '15ba2fe0cd4bf33a.mid', '8450de010e750ed5.mid'],
    ['MIDI_EVENT', ...['all', 'f1-xx', 'f2-xx-xx', 'f3-xx'].map((name) => `message-${name}.mid`)],
    ['MIDI_EVENT', ...['4', '5', '6', '8', '9'].map((low) => `message-f${low}.mid`)],
    ['MIDI_EVENT', ...['a', 'b', 'c', 'd', 'e'].map((low) => `message-f${low}.mid`)],
  ];
  const expected = (file: string) =>
    broken.find(([, ...ends]) => ends.some((end) => file.endsWith(end)))?.[0];

  /** Those that are read though something is wrong with them; so are single events, which nothing ends. */
  const odd: readonly (readonly [message: RegExp, ...ends: string[]])[] = [
    [/announces 2 tracks and 1/, 'events/cuepoint.mid', 'events/key-signature.mid'],
    [/announces 2 tracks and 1/, 'events/tempo.mid'],
    [/bytes long/, 'invalid-MTrk-length.mid', 'test-corrupt-file-missing-byte.mid'],
    [/without an end-of-track/, 'events/polyphonic-pressure.mid', 'events/note-on.mid'],
  ];

  it('give a score or the expected fault', async () => {
    for (const file of await midiFilesUnder(faults!)) {
      const bytes = await readFile(file);
      const oddities: Oddity[] = [];
      const fault = faultIn(bytes, (oddity) => oddities.push(oddity));
      for (const [message, ...ends] of odd)
        if (ends.some((end) => file.endsWith(end)))
          expect(oddities.map((each) => each.message).join(), file).toMatch(message);
      expect(fault?.code, file).toBe(expected(file));
      if (fault) expect(fault.offset).toBeLessThanOrEqual(bytes.length);
    }
  });
});

function faultIn(bytes: Uint8Array, hear?: (oddity: Oddity) => void): Fault | undefined {
  try {
    readScore(bytes, hear);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}
