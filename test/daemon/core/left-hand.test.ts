import { expect, test } from 'vitest';
import { LeftHand } from '../../../src/daemon/core/left-hand.js';
import { pitchClassesOf } from '../../../src/daemon/core/scales.js';
import { controls, plainMode, Rig } from '../../support/rig.js';

test('keys that are down together are the chord, in any inversion', () => {
  const hand = new LeftHand();
  expect(hand.pitchClasses).toBeNull();
  hand.play([52, 55, 48]);
  expect(hand.pitchClasses).toBe(pitchClassesOf(0, 'off', 'major'));
  hand.clear();
  expect(hand.pitchClasses).toBeNull();
});

test('a chord stays when the hand is lifted, and the next takes its place, even where fingers stay down', () => {
  const rig = new Rig({ material: 'notes', mode: { ...plainMode, split: 60 } });
  const play = (...pitches: number[]) =>
    pitches.forEach((pitch) => rig.conductor.hear(pitch, 90, rig.now, 0));
  const lift = (...pitches: number[]) =>
    pitches.forEach((pitch) => rig.conductor.hear(pitch, 0, rig.now, 0));
  const chord = () => (rig.run(300_000), rig.requests.at(-1)!.controls.pitchClasses);
  rig.conductor.start(rig.now);
  play(48, 52, 55);
  lift(52, 55);
  expect(chord()).toBe(pitchClassesOf(0, 'off', 'major'));
  play(53, 57);
  expect(chord()).toBe(pitchClassesOf(5, 'off', 'major'));
});

test('below the split keys choose the chord and are not heard; above it, and on a drum pad, they are', () => {
  const rig = new Rig({ material: 'notes', mode: { ...plainMode, mode: 'trade', split: 60 } });
  const last = () => rig.requests.at(-1)!;
  rig.conductor.start(rig.now);
  rig.run(2_000_000);
  for (const pitch of [48, 51, 55]) rig.conductor.hear(pitch, 90, rig.now, 0);
  rig.run(300_000);
  const minor = pitchClassesOf(0, 'off', 'minor');
  expect(last().controls.pitchClasses).toBe(minor);
  expect(rig.requests.flatMap(({ heard }) => heard ?? [])).toEqual([]);
  rig.conductor.hear(72, 90, rig.now, 0);
  rig.conductor.hear(36, 90, rig.now, 9);
  rig.run(300_000);
  const heard = rig.requests.flatMap((request) => request.heard ?? []);
  expect(heard.map(({ pitch }) => pitch)).toEqual([72, 36]);
  rig.set({ mode: { ...plainMode, mode: 'trade', split: 0 } });
  rig.run(2_000_000);
  expect(last().controls).toEqual(controls);
});
