import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/daemon/core/journal-entry.js';
import type { NoteMessage, TickMessage } from '../../../src/daemon/core/messages.js';
import { LastBars } from '../../../src/daemon/core/last-bars.js';
import { Recording } from '../../../src/daemon/core/recording.js';
import type { Values } from '../../../src/daemon/core/setting.js';

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
    const recording = new Recording([{ material: 'drums', grid: 16 }]);
    for (const event of [tick(0, 'kick'), note(0, 36), note(3, 38, -0.25)]) recording.add(event);
    expect(recording.score().notes).toEqual([
      { onset: 0, duration: 120, pitch: 36, velocity: 90, channel: 9 },
      { onset: 660, duration: 120, pitch: 38, velocity: 90, channel: 9 },
    ]);
  });

  it('holds a note of a melody through HOLD, to the tick that says otherwise', () => {
    const recording = new Recording([{ material: 'notes', grid: 16 }]);
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

  it('holds what was tapped from its tap to the next, or to the tick after its key was let go', () => {
    const recording = new Recording([{ material: 'notes', grid: 16 }]);
    const events = [
      ...[tick(0, 'REST'), note(0, 60, 0.25), tick(1, 'HOLD'), tick(2, 'HOLD')],
      ...[note(2, 64, 0.25), note(2, 67, 0.25), tick(3, 'HOLD'), tick(4, 'REST')],
    ];
    for (const event of events) recording.add(event);
    expect(recording.score().notes.map(({ onset, duration }) => [onset, duration])).toEqual([
      [60, 480],
      [540, 420],
      [540, 420],
    ]);
  });

  it('ends a drum that is struck again while it sounds, at the stroke', () => {
    const recording = new Recording([{ material: 'drums', grid: 16 }]);
    for (const event of [note(0, 42, 0.4), note(1, 42, -0.4), note(1, 36, -0.4)])
      recording.add(event);
    expect(recording.score().notes.map(({ pitch, duration }) => [pitch, duration])).toEqual([
      [42, 48],
      [42, 120],
      [36, 120],
    ]);
  });

  it('swings as the music did, sixteenths or eighths, until the beat after it was turned off; triplets stay straight', () => {
    const onsets = (grid: number, more: Values = {}) => {
      const recording = new Recording([{ material: 'drums', grid }], { swing: 75, ...more });
      const straight = { type: 'values', values: { swing: 50 } } as const;
      for (const at of [0, 1, 1.5, 2]) recording.add(note(Math.floor(at), 36, at % 1));
      for (const at of [0, 1, 2]) recording.add(tick(at, 'kick'));
      recording.add(straight);
      for (const at of [3, 4, 5])
        for (const entry of [note(at, 36), tick(at, 'kick')]) recording.add(entry);
      recording.add(tick(6, 'REST'));
      return recording.score().notes.map(({ onset }) => onset);
    };
    expect(onsets(16)).toEqual([0, 360, 420, 480, 840, 960, 1200]);
    expect(onsets(12)).toEqual([0, 320, 480, 640, 960, 1280, 1600]);
    expect(onsets(16, { 'swing-notes': '8ths' })).toEqual([0, 360, 540, 720, 840, 960, 1200]);
  });

  it('never begins before the file, nor ends a note as it begins', () => {
    const recording = new Recording([{ material: 'notes', grid: 16 }]);
    for (const event of [note(0, 60, -0.4), tick(1, 'REST'), note(2, 62, 0.49), tick(3, 'REST')]) {
      recording.add(event);
    }
    for (const { onset, duration } of recording.score().notes) {
      expect(onset).toBeGreaterThanOrEqual(0);
      expect(duration).toBeGreaterThan(0);
    }
  });
});

describe('a whole session', () => {
  const bar = 3840;
  const play = { type: 'transport', playing: true } as const;
  const tempo = (bpm: number) => ({ type: 'clock', state: 'internal', bpm, other: 0 }) as const;
  /** Ticks of bars of `beats`, each with a kick on the first. */
  const ticks = (count: number, beats = 4) =>
    Array.from({ length: count }, (_, at) => [
      ...(at % (4 * beats) === 0 ? [note(at, 36)] : []),
      { ...tick(at, 'x'), bar: Math.floor(at / (4 * beats)), tickInBar: at % (4 * beats) },
    ]).flat();

  it('has each take behind the one before, from the next bar line', () => {
    const recording = new Recording([{ material: 'drums', grid: 16 }]);
    for (const entry of [play, ...ticks(20), play, ...ticks(40)]) recording.add(entry);
    const onsets = recording.score().notes.map(({ onset }) => onset);
    expect(onsets).toEqual([0, bar, 2 * bar, 3 * bar, 4 * bar]);
  });

  it('has every tempo where it began, and every metre', () => {
    const recording = new Recording([{ material: 'drums', grid: 16 }]);
    const entries = [tempo(90), play, ...ticks(24, 3), tempo(140), ...ticks(48, 3).slice(26)];
    for (const entry of entries) recording.add(entry);
    const { tempos, metres } = recording.score();
    expect(tempos).toEqual([
      { onset: 0, bpm: 90 },
      { onset: 23 * 240, bpm: 140 },
    ]);
    expect(metres).toEqual([{ onset: 0, numerator: 3, denominator: 4 }]);
  });

  it('has the metre that was set where no bar is over, and behind a first take that was shorter', () => {
    const metreAndOnsets = (entries: readonly Entry[]) => {
      const recording = new Recording([{ material: 'drums', grid: 16 }]);
      for (const entry of entries) recording.add(entry);
      const { metres, notes } = recording.score();
      return [metres[0]!.numerator, notes.map(({ onset }) => onset)];
    };
    const last = new LastBars(1, { 'beats-per-bar': 3 });
    for (const entry of [play, ...ticks(5, 3)]) last.add(entry);
    expect(metreAndOnsets(last.entries())).toEqual([3, [0]]);
    const values = { type: 'values', values: { 'beats-per-bar': 3 } } as const;
    const twice = [values, play, ...ticks(2, 3), play, ...ticks(2, 3)];
    expect(metreAndOnsets(twice)).toEqual([3, [0, 3 * 960]]);
  });

  it('has its last bars in the swing they had, whenever that was turned', () => {
    const last = new LastBars(1, { swing: 60 });
    const turn = (swing: number) => ({ type: 'values', values: { swing } }) as const;
    const hatOn = (at: number) => [note(at, 42), { ...tick(at, 'closed-hat'), tickInBar: at % 16 }];
    const bar = (first: number) => [0, 1].flatMap((at) => hatOn(first + at));
    const onsets = () => {
      const recording = new Recording([{ material: 'drums', grid: 16 }]);
      for (const entry of last.entries()) recording.add(entry);
      return recording.score().notes.map(({ onset }) => onset);
    };
    for (const entry of [play, ...bar(0)]) last.add(entry);
    expect(onsets()).toEqual([0, 288]);
    for (const entry of [turn(75), ...bar(16), turn(70), ...bar(32)]) last.add(entry);
    expect(onsets()).toEqual([0, 336]);
    for (const entry of bar(48)) last.add(entry);
    expect(onsets()).toEqual([0, 336]);
  });

  it('has no note of a bar that was broken off among the bars after it', () => {
    const last = new LastBars(1);
    const hit = [note(0, 36), { ...tick(0, 'kick'), tickInBar: 0 }];
    for (const entry of [play, ...hit, note(1, 42), tick(1, 'closed-hat'), play, ...hit])
      last.add(entry);
    expect(last.entries().filter(({ type }) => type === 'note')).toEqual([note(0, 36)]);
  });

  it('has none of a part whose grid is another that was over by the line', () => {
    const last = new LastBars(1);
    const fine = (at: number) => [
      { ...note(at, 60), part: 2 },
      { ...tick(at, 'C4'), part: 2, tickInBar: at },
    ];
    for (const entry of [
      play,
      ...ticks(16),
      ...Array.from({ length: 24 }, (_, at) => at).flatMap(fine),
    ])
      last.add(entry);
    last.add({ ...note(24, 62, -0.2), part: 2 });
    last.add({ ...tick(16, 'kick'), tickInBar: 0 });
    expect(last.entries().filter(({ type }) => type === 'note')).toEqual([
      { ...note(24, 62, -0.2), part: 2 },
    ]);
  });

  it('has its last bars, whole, at their tempo, with the notes that came early for the first', () => {
    const last = new LastBars(2);
    const early = [note(32, 38, -0.2), ...ticks(48).slice(-17)];
    for (const entry of [tempo(90), play, ...ticks(32), ...early]) last.add(entry);
    for (const entry of [{ ...tick(48, 'x'), tickInBar: 0 }]) last.add(entry);
    const recording = new Recording([{ material: 'drums', grid: 16 }]);
    for (const entry of last.entries()) recording.add(entry);
    const { notes, tempos } = recording.score();
    expect(notes.map(({ onset, pitch }) => [onset, pitch])).toEqual([
      [0, 38],
      [0, 36],
    ]);
    expect(tempos).toEqual([{ onset: 0, bpm: 90 }]);
  });
});
