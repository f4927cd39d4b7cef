import { describe, expect, test } from 'vitest';
import type { Steering } from '../../../src/model/steer/steering.js';
import { onset } from '../../support/rig.js';
import { at, controls, few, order } from './steered.js';

describe('the last tick of a song', () => {
  const names = ['REST', 'crash', 'kick+snare', 'kick+crash', 'kick+crash+ride'];
  const level = new Float32Array(names.length);
  const all = [0, 1, 2, 3, 4];
  const drawn = (player: Steering, tick: number) => {
    const { scores } = player.steer(level, at(tick));
    return [...scores.keys()].filter((token) => scores[token]! > -Infinity);
  };

  test('has kick and crash, and no other tick must', () => {
    const drums = few(names, 'drums');
    drums.obey(order('last'), at(32));
    expect([31, 32, 33].map((tick) => drawn(drums, tick))).toEqual([all, [3, 4], all]);
    expect(drawn(drums.ahead(), 32)).toEqual([3, 4]);
    drums.clear();
    expect(drawn(drums, 32)).toEqual(all);
  });

  test('has them in a loop that is held, too, and the loop is as it was where it plays on', () => {
    for (const held of [{ freeze: 1 }, { repetition: 1 }]) {
      const loop = { controls: { ...controls, ...held } };
      const drums = few(names, 'drums');
      const plays = (tick: number, token: string) => {
        if (tick > 0) drums.fed(names.indexOf(token), at(tick, loop));
        drums.planned({ ...onset(tick, [{ pitch: 36 }]), token }, at(tick, loop));
      };
      for (let tick = 0; tick < 32; tick += 1) plays(tick, 'kick+snare');
      drums.obey(order('last'), at(32, loop));
      const { scores, again } = drums.steer(level, at(32, loop));
      expect(again).toBeUndefined();
      expect([...scores.keys()].filter((token) => scores[token]! > -Infinity)).toEqual([3, 4]);
      plays(32, 'kick+crash');
      for (let tick = 33; tick < 48; tick += 1) plays(tick, 'kick+snare');
      const next = drums.steer(level, at(48, loop));
      expect(next.again?.token ?? names[next.scores.findIndex((score) => score > -Infinity)]).toBe(
        'kick+snare',
      );
    }
  });

  test('is what it would be of a melody, and of a drummer who knows no crash', () => {
    const others = [few(names, 'notes'), few(names.slice(0, 3), 'drums')];
    for (const other of others) {
      other.obey(order('last'), at(32));
      expect(drawn(other, 32)).toEqual(drawn(other, 33));
    }
  });

  test('is as loud as the loudest stroke of the bar before, or louder', () => {
    const strike = (player: Steering, tick: number) => {
      for (const [before, velocity] of [
        [14, 120],
        [20, 96],
        [30, 40],
      ] as const)
        player.planned(onset(before, [{ pitch: 38, velocity }]), at(before));
      player.obey(order('last'), at(32));
      const pitches = [
        { pitch: 36, velocity: 30 },
        { pitch: 49, velocity: 110 },
      ];
      return player.strike(onset(tick, pitches), at(tick)).notes.map(({ velocity }) => velocity);
    };
    expect(strike(few(names, 'drums'), 32)).toEqual([96, 110]);
    expect(strike(few(names, 'drums'), 33)).toEqual([30, 110]);
    expect(strike(few(names, 'notes'), 32)).toEqual([30, 110]);
  });
});
