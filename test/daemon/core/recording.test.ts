import { describe, expect, it } from 'vitest';
import type { NoteMessage, TickMessage } from '../../../src/daemon/core/messages.js';
import { Recording } from '../../../src/daemon/core/recording.js';

const note = (tick: number, pitch: number, offset = 0): NoteMessage => ({
  type: 'note',
  part: 1,
  tick,
  channel: 10,
  pitch,
  velocity: 90,
  offset,
  label: '',
});
const tick = (at: number, token: string): TickMessage => ({
  type: 'tick',
  part: 1,
  tick: at,
  bar: 0,
  tickInBar: at,
  token,
  heard: 'self',
  missed: false,
});

describe('Recording', () => {
  it('has every drum where it was meant, held for its gate', () => {
    const recording = new Recording([{ material: 'drums', grid: 16 }], 100);
    for (const event of [tick(0, 'kick'), note(0, 36), note(3, 38, -0.25)]) recording.add(event);
    expect(recording.score().notes).toEqual([
      { onset: 0, duration: 120, pitch: 36, velocity: 90, channel: 9 },
      { onset: 660, duration: 120, pitch: 38, velocity: 90, channel: 9 },
    ]);
  });

  it('holds a note of a melody through HOLD, to the tick that says otherwise', () => {
    const recording = new Recording([{ material: 'notes', grid: 16 }], 100);
    const events = [
      ...[tick(0, 'C4'), note(0, 60), tick(1, 'HOLD'), tick(2, 'HOLD')],
      ...[tick(3, 'D4'), note(3, 62), tick(4, 'REST'), tick(5, 'E4'), note(5, 64)],
    ];
    for (const event of events) recording.add(event);
    expect(recording.score().notes.map(({ onset, duration }) => [onset, duration])).toEqual([
      [0, 720],
      [720, 240],
      [1200, 120],
    ]);
  });

  it('ends a drum that is struck again while it sounds, at the stroke', () => {
    const recording = new Recording([{ material: 'drums', grid: 16 }], 100);
    for (const event of [note(0, 42, 0.4), note(1, 42, -0.4), note(1, 36, -0.4)])
      recording.add(event);
    expect(recording.score().notes.map(({ pitch, duration }) => [pitch, duration])).toEqual([
      [42, 48],
      [42, 120],
      [36, 120],
    ]);
  });

  it('never begins before the file, nor ends a note as it begins', () => {
    const recording = new Recording([{ material: 'notes', grid: 16 }], 100);
    for (const event of [note(0, 60, -0.4), tick(1, 'REST'), note(2, 62, 0.49), tick(3, 'REST')]) {
      recording.add(event);
    }
    for (const { onset, duration } of recording.score().notes) {
      expect(onset).toBeGreaterThanOrEqual(0);
      expect(duration).toBeGreaterThan(0);
    }
  });
});
