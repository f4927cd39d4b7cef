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

export const endOfTrack = [0x00, 0xff, 0x2f, 0x00];

function u16(value: number): number[] {
  return [(value >> 8) & 0xff, value & 0xff];
}
