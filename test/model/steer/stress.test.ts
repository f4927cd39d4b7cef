import { expect, test } from 'vitest';
import { accentOfKick, stress } from '../../../src/model/steer/stress.js';

const scores = Float32Array.of(-1, -2, -3, -4);
const stressed = [false, true, false, true];

test('without an accent nothing changes, bit for bit', () => {
  expect(stress(scores, stressed, 0)).toBe(scores);
});

test('with an accent what is stressed is likelier, without one elsewhere less so; the rest stays as it is', () => {
  expect([...stress(scores, stressed, 0.5)]).toEqual([-1, -0.5, -3, -2.5]);
  expect([...stress(scores, stressed, -0.5)]).toEqual([-1, -3.5, -3, -5.5]);
});

test('a kick keeps the strong beats and leaves the weak ones to the snare, whatever is stressed', () => {
  const kick = (accent: number, ticksPerBar: number) =>
    [...Array(ticksPerBar / 2).keys()].map((half) =>
      accentOfKick(accent, { position: 2 * half, ticksPerBar, ticksPerBeat: 4 }),
    );
  expect(kick(0.5, 16)).toEqual([0.5, 0.5, 0, 0.5, 0.5, 0.5, 0, 0.5]);
  expect(kick(-0.5, 16)).toEqual([0, -0.5, -0.5, -0.5, 0, -0.5, -0.5, -0.5]);
  expect(kick(0.5, 12)).toEqual([0.5, 0.5, 0, 0.5, 0, 0.5]);
});
