import { describe, expect, it } from 'vitest';
import { readSmf } from '../../../src/model/codec/smf.js';
import { Fault } from '../../../src/model/fault.js';
import { chunk, endOfTrack, riff, rmid, smfBytes } from '../../support/smf-bytes.js';

const oneNote = [0x00, 0x90, 60, 100, 0x60, 0x80, 60, 0, ...endOfTrack];

function faultOf(bytes: Uint8Array): Pick<Fault, 'code' | 'offset'> {
  try {
    readSmf(bytes);
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, offset: error.offset };
    throw error;
  }
  throw new Error('no fault');
}

function eventsOf(track: readonly number[]) {
  return readSmf(smfBytes([track])).tracks[0]!.events;
}

describe('reading a Standard MIDI File', () => {
  it('gives every event its absolute time and the offset of its first byte', () => {
    expect(eventsOf(oneNote)).toEqual([
      { kind: 'channel', offset: 23, time: 0, status: 0x90, data1: 60, data2: 100 },
      { kind: 'channel', offset: 27, time: 96, status: 0x80, data1: 60, data2: 0 },
      { kind: 'meta', offset: 31, time: 96, type: 0x2f, data: new Uint8Array() },
    ]);
  });

  it('keeps running status, across meta events and sysex too', () => {
    const events = eventsOf([
      ...[0, 0x91, 60, 1],
      ...[1, 61, 2],
      ...[1, 0xff, 0x01, 1, 0x61],
      ...[1, 62, 3],
      ...[1, 0xf0, 2, 0x7e, 0xf7],
      ...[1, 63, 4],
      ...endOfTrack,
    ]);
    const played = events.filter((event) => event.kind === 'channel');
    expect(played.map(({ status, data1, data2 }) => [status, data1, data2])).toEqual([
      [0x91, 60, 1],
      [0x91, 61, 2],
      [0x91, 62, 3],
      [0x91, 63, 4],
    ]);
  });

  it('reads one data byte for program change and channel pressure', () => {
    const events = eventsOf([0, 0xc3, 7, 0, 8, 0, 0xd3, 9, 0, 0xe3, 1, 2, ...endOfTrack]);
    expect(events.slice(0, 4).map((event) => event.kind === 'channel' && event.data1)).toEqual([
      7, 8, 9, 1,
    ]);
  });

  it('takes sysex, its continuation, escapes and unknown meta events whole', () => {
    const events = eventsOf([
      ...[0, 0xf0, 3, 0x43, 0x12, 0x00],
      ...[5, 0xf7, 2, 0x43, 0xf7],
      ...[0, 0xf7, 1, 0xf8],
      ...[0, 0xff, 0x6e, 3, 0x80, 0x90, 0xff],
      ...endOfTrack,
    ]);
    expect(events.map((event) => (event.kind === 'channel' ? [] : [...event.data]))).toEqual([
      [0x43, 0x12, 0x00],
      [0x43, 0xf7],
      [0xf8],
      [0x80, 0x90, 0xff],
      [],
    ]);
  });

  it('skips chunks of other types, a longer header, and what follows the last track', () => {
    const bytes = Uint8Array.from([
      ...chunk('MThd', [0, 1, 0, 1, 1, 0xe0, 0xaa, 0xbb]),
      ...chunk('XFIH', [1, 2, 3]),
      ...chunk('MTrk', oneNote),
      ...[1, 2, 3],
    ]);
    const smf = readSmf(bytes);
    expect(smf.tracks).toHaveLength(1);
    expect(smf.division).toEqual({ kind: 'metrical', ppq: 480 });
  });

  it('ends a track at its end-of-track event, else with its chunk', () => {
    const after = readSmf(smfBytes([[...oneNote, 0x10, 0x90, 61, 1]])).tracks[0]!;
    expect(after.events).toHaveLength(3);
    expect(after.length).toBe(96);
    expect(readSmf(smfBytes([oneNote.slice(0, 8)])).tracks[0]!.events).toHaveLength(2);
  });

  it('reads a timecode division', () => {
    expect(readSmf(smfBytes([oneNote], { division: 0xe728 })).division).toEqual({
      kind: 'timecode',
      framesPerSecond: 25,
      pulsesPerFrame: 40,
    });
  });

  it.each([0, 1, 2])('reads format %i', (format) => {
    const smf = readSmf(smfBytes([oneNote, oneNote], { format }));
    expect(smf).toMatchObject({ format, tracks: [{ length: 96 }, { length: 96 }] });
  });
});

describe('a broken file is named with the offset of the fault', () => {
  const foreign = Uint8Array.from([
    ...smfBytes([oneNote], { announced: 2 }),
    ...chunk('XFIH', [1, 2, 3]),
  ]);
  const middle = (bytes: readonly number[]) => smfBytes([[0x00, 0x90, 60, 1, ...bytes]]);

  it.each([
    ['an empty file', new Uint8Array(), 'MIDI_NOT_MIDI', 0],
    ['another kind of file', Buffer.from('RIFF....WAVE'), 'MIDI_NOT_MIDI', 0],
    ['a short header', Uint8Array.from(chunk('MThd', [0, 0, 0, 1])), 'MIDI_HEADER', 4],
    ['format 3', smfBytes([oneNote], { format: 3 }), 'MIDI_HEADER', 8],
    ['no pulses to a quarter', smfBytes([oneNote], { division: 0 }), 'MIDI_HEADER', 12],
    ['a timecode that is none', smfBytes([oneNote], { division: 0x8028 }), 'MIDI_HEADER', 12],
    ['no pulses to a frame', smfBytes([oneNote], { division: 0xe700 }), 'MIDI_HEADER', 13],
    ['a chunk over the end', smfBytes([oneNote]).subarray(0, -5), 'MIDI_TRUNCATED', 14],
    ['no track at all', smfBytes([], { announced: 2 }), 'MIDI_TRUNCATED', 14],
    ['a foreign chunk over the end', foreign.subarray(0, -1), 'MIDI_TRUNCATED', 34],
    ['an RMID file without MIDI', rmid(smfBytes([oneNote])).subarray(0, 20), 'MIDI_NOT_MIDI', 0],
    ['one whose track is cut', rmid(smfBytes([oneNote]).subarray(0, -6)), 'MIDI_TRUNCATED', 34],
    ['an event over the end of its chunk', middle([0x10, 0x90, 61]), 'MIDI_TRUNCATED', 29],
    ['a meta event over the end of its chunk', middle([0, 0xff, 1, 9, 65]), 'MIDI_TRUNCATED', 30],
    ['a data byte with no status', smfBytes([[0x00, 0x3c, 0x40]]), 'MIDI_EVENT', 23],
    ['a status where data must be', middle([0, 0x80, 0x90, 1]), 'MIDI_EVENT', 28],
    ['a delta time of five bytes', middle([0x80, 0x80, 0x80, 0x80, 0]), 'MIDI_EVENT', 26],
    ['a system message', middle([0, 0xf8]), 'MIDI_EVENT', 27],
  ] as const)('%s', (_, bytes, code, offset) => {
    expect(faultOf(bytes)).toEqual({ code, offset });
  });

  it('wherever it is cut short, but where nothing is lost save ends and whole tracks', () => {
    const whole = smfBytes([oneNote, [0, 0xf0, 2, 1, 0xf7, ...endOfTrack]]);
    const [firstEnd, end] = [14 + 8 + oneNote.length, whole.length];
    for (let length = 4; length < whole.length; length++) {
      const cut = whole.subarray(0, length);
      // Within an end-of-track event, or before the second track begins.
      const endings = [firstEnd, end].some((at) => length >= at - 4 && length < at);
      if (endings || (length >= firstEnd && length < firstEnd + 8)) {
        expect(readSmf(cut).oddities).not.toEqual([]);
        continue;
      }
      const fault = faultOf(cut);
      expect(fault.code).toBe('MIDI_TRUNCATED');
      expect(fault.offset).toBeLessThanOrEqual(length);
    }
  });
});

describe('what other programs read is read, and said to be odd', () => {
  const oddities = (bytes: Uint8Array) => readSmf(bytes).oddities;
  const events = (bytes: Uint8Array) => readSmf(bytes).tracks.map((track) => track.events.length);

  it('but nothing is odd about a file as it should be', () => {
    expect(oddities(smfBytes([oneNote, oneNote]))).toEqual([]);
  });

  it('fewer tracks than the header announces', () => {
    const bytes = smfBytes([oneNote], { announced: 3 });
    expect(events(bytes)).toEqual([3]);
    expect(oddities(bytes)).toEqual([
      { message: 'the header announces 3 tracks and 1 are there', offset: 34 },
    ]);
    expect(events(Uint8Array.from([...bytes, 0, 0, 0]))).toEqual([3]);
  });

  it.each([[[]], [[0x10]], [[0x81, 0x10]], [[0x81]], [[0, 0xff]], [[0, 0xff, 0x2f]]])(
    'a track that ends with %j in place of an end-of-track event',
    (ending) => {
      const notes = oneNote.slice(0, 8);
      const bytes = smfBytes([[...notes, ...ending], oneNote]);
      expect(events(bytes)).toEqual([2, 3]);
      expect(oddities(bytes)).toEqual([
        { message: 'tracks without an end-of-track event: 1 of 2', offset: 30 + ending.length },
      ]);
    },
  );

  it('a last track with a length of its own, if it ends', () => {
    const bytes = smfBytes([oneNote]);
    bytes.set([0xff, 0xff, 0xff, 0xff], 18);
    expect(events(bytes)).toEqual([3]);
    expect(oddities(bytes)).toEqual([
      { message: 'the chunk is 4294967295 bytes long and 12 are left', offset: 14 },
    ]);
    expect(faultOf(bytes.subarray(0, -1)).code).toBe('MIDI_TRUNCATED');
  });

  it('an RMID file, whatever else is in it', () => {
    const bytes = rmid(smfBytes([oneNote]));
    expect(events(bytes)).toEqual([3]);
    expect(oddities(bytes)).toEqual([{ message: 'it is wrapped as RMID', offset: 0 }]);
    expect(readSmf(bytes).tracks[0]!.events[0]!.offset).toBe(43);
    const titled = rmid(smfBytes([oneNote]), [...riff('DISP', [1, 2, 3]), 0]);
    expect(events(titled)).toEqual([3]);
  });
});
