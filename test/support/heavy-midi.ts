import { mostEvents } from '../../src/model/codec/smf-track.js';
import { endOfTrack, smfBytes } from './smf-bytes.js';

/** MIDI files that are made to take memory and time, each of as many events as one may have; by what there is much of. */
export const heavyMidi = {
  'notes under running status': () => many([0, 0x99, 36, 100], (at) => [0, 36 + (at % 40), 100]),
  'notes at any time': () => many([0, 0x90, 1, 100], (at) => [1, at % 128, 100]),
  'notes far apart': () => many([0, 0x90, 60, 100], () => [0x26, 60, 100]),
  'texts of nothing': () => many([], () => [0, 0xff, 1, 0]),
  tempos: () => many([], () => [0, 0xff, 0x51, 3, 7, 0xa1, 0x20]),
  programs: () => many([0, 0xc0, 1], () => [0, 1]),
  'one note more than may be': () => many([0, 0x99, 36, 100], () => [0, 36, 0], mostEvents),
  'one note after eight hours': () =>
    smfBytes([[0x82, 0xde, 0xff, 0x00, 0x99, 36, 100, 96, 36, 0, ...endOfTrack]], { division: 96 }),
  'tracks of nothing': () => smfBytes(Array.from({ length: 65_535 }, () => endOfTrack)),
} as const satisfies Readonly<Record<string, () => Uint8Array>>;

/** A first event, some more, and the end of the track. */
function many(
  first: readonly number[],
  next: (at: number) => readonly number[],
  count = mostEvents - 2,
): Uint8Array {
  const body = [...first];
  for (let at = 0; at < count; at += 1) body.push(...next(at));
  return smfBytes([body.concat(endOfTrack)], { division: 96 });
}
