import { describe, expect, it } from 'vitest';
import { Window } from '../../src/model/window.js';

describe('Window', () => {
  it('holds the last inputs, oldest first, whatever their number', () => {
    const window = new Window(4, 2);
    for (let token = 0; token < 11; token++) {
      window.push(token, Float32Array.of(token / 10, -token));
      const held = Math.min(4, token + 1);
      const wanted = Array.from({ length: held }, (_, at) => token + 1 - held + at);
      const { tokens, features } = window.latest(held);
      expect([...tokens]).toEqual(wanted);
      expect([...features]).toEqual(wanted.flatMap((one) => [Math.fround(one / 10), -one]));
      expect(window.length).toBe(held);
    }
  });

  it('is empty after clear', () => {
    const window = new Window(4, 1);
    window.push(1, Float32Array.of(0));
    window.clear();
    expect(window.length).toBe(0);
    expect(window.latest(0).tokens.length).toBe(0);
  });
});
