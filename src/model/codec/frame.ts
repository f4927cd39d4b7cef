import type { Codec, Frame, HeardNote } from './codec.js';

/** The token of one or more pitches that begin together. */
export function tokenOfPitches(codec: Codec, pitches: readonly number[]): string {
  const notes = pitches.map((pitch) => ({ pitch, velocity: 1, offset: 0 }));
  return codec.hear(notes, false)!.token;
}

/** A token whose pitches were played by `notes`, one each in their order, as the network takes it. */
export function frameOf(codec: Codec, token: string, notes: readonly HeardNote[]): Frame {
  const { lanes } = codec.sound(token);
  const velocity = new Float32Array(codec.lanes);
  const offset = new Float32Array(codec.lanes);
  notes.forEach((note, at) => {
    velocity[lanes[at]] = note.velocity / 127;
    offset[lanes[at]] = note.offset;
  });
  return { token, velocity, offset };
}
