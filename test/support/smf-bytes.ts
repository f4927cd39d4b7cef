/** Bytes of Standard MIDI Files for tests, written by hand so that each can be as odd as the test needs. */
export function smfBytes(
  tracks: readonly (readonly number[])[],
  { format = 1, division = 480, announced = tracks.length } = {},
): Uint8Array {
  const header = [...u16(format), ...u16(announced), ...u16(division)];
  return Uint8Array.from([...chunk('MThd', header), ...tracks.flatMap((t) => chunk('MTrk', t))]);
}

export function chunk(type: string, body: readonly number[]): number[] {
  return [...Buffer.from(type, 'latin1'), ...u16(body.length >>> 16), ...u16(body.length), ...body];
}

/** A chunk of RIFF, not filled up to an even length. */
export function riff(type: string, body: Iterable<number>): number[] {
  const bytes = [...body];
  const length = [0, 8, 16, 24].map((shift) => (bytes.length >>> shift) & 0xff);
  return [...Buffer.from(type, 'latin1'), ...length, ...bytes];
}

/** A MIDI file as it is wrapped for Windows, behind other chunks. */
export function rmid(file: Uint8Array, before: readonly number[] = []): Uint8Array {
  return Uint8Array.from(riff('RIFF', [...Buffer.from('RMID'), ...before, ...riff('data', file)]));
}

export const endOfTrack = [0x00, 0xff, 0x2f, 0x00];

/** The events of a track, each at its absolute time in pulses, at most 2^14 apart; in the order given. */
export function timed(
  ...events: readonly (readonly [time: number, ...bytes: number[]])[]
): number[] {
  let now = 0;
  return events.flatMap(([time, ...bytes]) => {
    const delta = time - now;
    now = time;
    return delta < 128 ? [delta, ...bytes] : [0x80 | (delta >> 7), delta & 0x7f, ...bytes];
  });
}

function u16(value: number): number[] {
  return [(value >> 8) & 0xff, value & 0xff];
}
