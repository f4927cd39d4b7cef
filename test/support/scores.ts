import fc from 'fast-check';
import type { Score, ScoreNote } from '../../src/model/score.js';

interface Drawn {
  readonly gap: number;
  readonly duration: number;
  readonly pitch: number;
  readonly velocity: number;
  readonly channel: number;
}

/** Scores that a MIDI file can hold: notes by onset, those of one channel and pitch never overlapping. */
export function scores(channels: readonly number[] = [0, 9]): fc.Arbitrary<Score> {
  return fc
    .record({
      ppq: fc.constantFrom(24, 96, 120, 480, 960, 1024, 32767),
      drawn: fc.array(
        fc.record({
          gap: fc.oneof(fc.constant(0), fc.nat(3000)),
          duration: fc.nat(5000),
          pitch: fc.oneof(fc.integer({ min: 36, max: 51 }), fc.nat(127)),
          velocity: fc.integer({ min: 1, max: 127 }),
          channel: fc.constantFrom(...channels),
        }),
        { minLength: 1, maxLength: 60, size: 'max' },
      ),
    })
    .map(({ ppq, drawn }) => ({ ppq, notes: place(drawn), tempos: [], metres: [] }));
}

function place(drawn: readonly Drawn[]): ScoreNote[] {
  let onset = 0;
  const notes: { -readonly [K in keyof ScoreNote]: ScoreNote[K] }[] = [];
  for (const { gap, duration, pitch, velocity, channel } of drawn) {
    onset += gap;
    for (const note of notes)
      if (note.channel === channel && note.pitch === pitch)
        note.duration = Math.min(note.duration, onset - note.onset);
    notes.push({ onset, duration, pitch, velocity, channel });
  }
  return notes;
}
