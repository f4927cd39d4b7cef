import { expect, test } from 'vitest';
import { LeftHand } from '../../../src/daemon/core/left-hand.js';
import { pitchClassesOf } from '../../../src/daemon/core/scales.js';
import { controls, plainMode, Rig } from '../../support/rig.js';

const play = (hand: LeftHand, ...pitches: number[]): void =>
  pitches.forEach((pitch) => hand.key(pitch, true));
const lift = (hand: LeftHand, ...pitches: number[]): void =>
  pitches.forEach((pitch) => hand.key(pitch, false));

test('keys that are down together are the chord, in any inversion, and it stays when they are lifted', () => {
  const hand = new LeftHand();
  expect(hand.pitchClasses).toBeNull();
  play(hand, 52, 55, 48);
  expect(hand.pitchClasses).toBe(pitchClassesOf(0, 'off', 'major'));
  lift(hand, 52, 48, 55);
  expect(hand.pitchClasses).toBe(pitchClassesOf(0, 'off', 'major'));
});

test('the next chord takes its place, even where fingers stay down', () => {
  const hand = new LeftHand();
  play(hand, 48, 52, 55);
  lift(hand, 52, 55);
  play(hand, 53, 57);
  expect(hand.pitchClasses).toBe(pitchClassesOf(5, 'off', 'major'));
  hand.clear();
  expect(hand.pitchClasses).toBeNull();
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
  rig.part.setMode({ ...plainMode, mode: 'trade', split: 0 });
  rig.run(2_000_000);
  expect(last().controls).toEqual(controls);
});
