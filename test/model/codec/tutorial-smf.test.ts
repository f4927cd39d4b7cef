import { describe, expect, it } from 'vitest';
import { readTutorialSmf } from '../../../src/model/codec/tutorial-smf.js';
import { tutorialTokens } from '../../../src/model/codec/tutorial.js';
import { Fault, type FaultCode } from '../../../src/model/fault.js';
import { chunk, endOfTrack, smfBytes } from '../../support/smf-bytes.js';

/** Four bytes that sound C4 for `delta` pulses after whatever came before. */
const c4 = [0, 0x90, 60, 90, 96, 0x80, 60, 0];
const d4 = [0, 0x90, 62, 90, 96, 0x80, 62, 0];
const tokensOf = (...body: readonly (readonly number[])[]): string[] =>
  tutorialTokens(smfBytes([body.flat()]));

function faultOf(bytes: Uint8Array): { code: FaultCode; offset: number | undefined } | undefined {
  try {
    tutorialTokens(bytes);
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, offset: error.offset };
    throw error;
  }
  return undefined;
}

describe('as music21 5.7.1 reads bytes,', () => {
  it('a track goes on after its end-of-track event', () => {
    expect(tokensOf(c4, endOfTrack, d4)).toEqual(['C4', 'D4']);
  });

  it('a data byte with no status before it is a note-on', () => {
    expect(tokensOf([0, 60, 90, 96, 60, 0])).toEqual(['C4']);
  });

  it('a meta event is a running status like any other', () => {
    // 01 08 after a text event is another one, of eight bytes; it hides D4.
    expect(tokensOf(c4, [0, 0xff, 0x01, 1, 0x41], [0, 0x01, 8], d4, c4)).toEqual(['C4', 'C4']);
  });

  it('an unknown meta event is read again from its own status, as a delta time', () => {
    // ff 0a becomes a delta of 127 * 128 + 10; 00 a data byte of a note-on of pitch 0.
    expect(tokensOf([0, 0xff, 0x0a, 0, 90, 96, 0x80, 0, 0], c4)).toEqual(['C-1', 'C4']);
    const [first] = readTutorialSmf(smfBytes([[0, 0xff, 0x0a, 0, 90, ...c4]])).tracks[0]!;
    expect(first).toMatchObject({ kind: 'channel', status: 0x90, data1: 0, time: 127 * 128 + 10 });
  });

  it('a sysex may be longer than its track, and then ends with it', () => {
    expect(tokensOf(c4, [0, 0xf0, 100, 1, 2])).toEqual(['C4']);
    expect(tokensOf(c4, [0, 0xf0, 2, 1, 0xf7], d4)).toEqual(['C4', 'D4']);
  });

  it('a data byte may be over 127; such a pitch goes down to the top octave', () => {
    expect(tokensOf([0, 0x90, 200, 90, 96, 0x80, 200, 0])).toEqual(['G#8']);
  });

  it('a lone byte after the last delta time is left', () => {
    expect(tokensOf(c4, [0, 0x90])).toEqual(['C4']);
  });

  it('a chunk longer than the file ends with it, and what follows the last track is left', () => {
    const bytes = smfBytes([c4]);
    bytes[21] = 200;
    expect(tutorialTokens(bytes)).toEqual(['C4']);
    expect(tutorialTokens(Uint8Array.from([...smfBytes([c4]), 1, 2, 3]))).toEqual(['C4']);
  });

  it('a timecode division is 1024 pulses to a quarter note, if its last byte is a frame rate', () => {
    const half = [0, 0x90, 60, 90, 0, 0x90, 64, 90, 64, 0x80, 60, 0, 1, 0x80, 64, 0];
    // 65 pulses are over a sixteenth of 1024, so the ends are apart.
    expect(tutorialTokens(smfBytes([half], { division: 0xe728 - 0x28 + 25 }))).toEqual(['0.4']);
    expect(faultOf(smfBytes([half], { division: 0xe728 }))).toEqual({
      code: 'MIDI_HEADER',
      offset: 12,
    });
  });

  const track = (...body: readonly number[]): Uint8Array => smfBytes([body]);
  it.each<[string, Uint8Array, FaultCode, number | undefined]>([
    ['no MThd', Uint8Array.from([1, 2, 3]), 'MIDI_NOT_MIDI', 0],
    ['a header cut short', smfBytes([c4]).subarray(0, 9), 'MIDI_TRUNCATED', 9],
    ['format 2', smfBytes([c4], { format: 2 }), 'MIDI_HEADER', 8],
    ['a division of 0', smfBytes([c4], { division: 0 }), 'MIDI_HEADER', 12],
    ['tracks that are not there', smfBytes([c4], { announced: 2 }), 'MIDI_TRUNCATED', 30],
    [
      'a chunk of another type',
      Uint8Array.from([
        ...smfBytes([], { announced: 1 }),
        ...chunk('XFIH', []),
        ...chunk('MTrk', c4),
      ]),
      'MIDI_HEADER',
      14,
    ],
    ['a delta time cut short', track(...c4, 0x81), 'MIDI_TRUNCATED', 31],
    ['a program change with nothing behind it', track(...c4, 0, 0xc0, 0), 'MIDI_TRUNCATED', 33],
    ['a realtime status', track(...c4, 0, 0xf8, 0), 'MIDI_EVENT', 31],
    ['a metre of 0/4', track(...c4, 0, 0xff, 0x58, 4, 0, 2, 24, 8), 'MIDI_EVENT', 31],
    ['a metre of 3/256', track(...c4, 0, 0xff, 0x58, 4, 3, 8, 24, 8), 'MIDI_EVENT', 31],
    ['a tempo of 0', track(...c4, 0, 0xff, 0x51, 3, 0, 0, 0), 'MIDI_EVENT', 31],
    ['a key of one byte', track(...c4, 0, 0xff, 0x59, 1, 0), 'MIDI_EVENT', 31],
    ['no note-on at all', track(0, 0x80, 60, 0), 'MIDI_NO_NOTES', undefined],
  ])('%s is a fault', (_, bytes, code, offset) => {
    expect(faultOf(bytes)).toEqual({ code, offset });
  });
});
