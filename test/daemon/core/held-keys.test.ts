import { expect, test } from 'vitest';
import { HeldKeys } from '../../../src/daemon/core/held-keys.js';
import type { Mode } from '../../../src/daemon/core/mode.js';
import { plainMode, Rig } from '../../support/rig.js';

/** At 120 BPM, in microseconds. */
const bar = 2_000_000;

/** A part of notes that plays in a mode, and has played for a bar. */
function melody(mode: Mode): Rig {
  const rig = new Rig({ material: 'notes', channel: 0, mode: { ...plainMode, mode } });
  rig.conductor.start(rig.now);
  rig.run(bar);
  return rig;
}

const down = (rig: Rig, pitch: number): void => rig.conductor.hear(pitch, 90, rig.now, 0);
const up = (rig: Rig, pitch: number): void => rig.conductor.hear(pitch, 0, rig.now, 0);

test('a key goes up once, on its own channel, in the hand in which it went down last', () => {
  const keys = new HeldKeys();
  keys.down(0, 60, 'chord');
  keys.down(1, 60, 'melody');
  expect(keys.up(2, 60)).toBeUndefined();
  expect(keys.up(1, 60)).toBe('melody');
  expect(keys.up(1, 60)).toBeUndefined();
  keys.down(0, 60, 'melody');
  expect(keys.chordPitches()).toEqual([]);
  expect(keys.up(0, 60)).toBe('melody');
});

test('a melody plays while any of its keys is down; those of a chord do not count', () => {
  const keys = new HeldKeys();
  keys.down(0, 48, 'chord');
  expect(keys.playing).toBe(false);
  keys.down(0, 60, 'melody');
  keys.down(0, 64, 'melody');
  keys.up(0, 60);
  expect(keys.playing).toBe(true);
  keys.up(0, 64);
  expect(keys.playing).toBe(false);
  keys.down(0, 60, 'melody');
  keys.clear();
  expect([keys.playing, keys.chordPitches()]).toEqual([false, []]);
});

test('a key goes up for what it went down for, wherever the split is by then', () => {
  const rig = melody('continue');
  const split = (pitch: number) =>
    rig.set({ mode: { ...plainMode, mode: 'continue', split: pitch } });
  down(rig, 62);
  split(72);
  up(rig, 62);
  rig.run(2 * bar);
  expect(rig.notes.length).toBeGreaterThan(20);
  // The other way about: no chord keeps the tone of a key that is up.
  down(rig, 62);
  split(60);
  up(rig, 62);
  down(rig, 48);
  rig.run(bar);
  expect(rig.requests.at(-1)!.controls.pitchClasses).toBe(1);
});

test('after a panic no key is down, though its note-off was lost', () => {
  const rig = melody('shadow');
  down(rig, 60);
  rig.conductor.panic();
  rig.conductor.start(rig.now);
  rig.run(bar);
  down(rig, 62);
  rig.run(bar / 8);
  expect(rig.sounding).toBe(1);
  up(rig, 62);
  expect(rig.sounding).toBe(0);
});
