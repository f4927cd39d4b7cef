import { describe, expect, it } from 'vitest';
import { coin, normal, normalShare, Rng } from '../../src/model/rng.js';

describe('Rng', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const draw = (seed: number): number[] => {
      const rng = new Rng(seed);
      return Array.from({ length: 5 }, () => rng.next());
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('goes on from its saved state as if it had never stopped', () => {
    const rng = new Rng(3);
    rng.next();
    const resumed = new Rng(rng.state());
    expect(Array.from({ length: 9 }, () => resumed.next())).toEqual(
      Array.from({ length: 9 }, () => rng.next()),
    );
  });

  it('is even: each tenth of [0, 1) gets its share', () => {
    const rng = new Rng(5);
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw++) counts[rng.below(10)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('shuffles to a permutation', () => {
    const items = Array.from({ length: 50 }, (_, at) => at);
    new Rng(1).shuffle(items);
    expect(items).not.toEqual([...items].sort((a, b) => a - b));
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, at) => at));
  });
});

describe('coin', () => {
  it('depends on seed, tick and draw, and on nothing else', () => {
    expect(coin(1, 2, 3)).toBe(coin(1, 2, 3));
    const nearby = [coin(1, 2, 3), coin(2, 2, 3), coin(1, 3, 3), coin(1, 2, 4)];
    expect(new Set(nearby).size).toBe(4);
  });

  it('is even over ticks, and neighbours are independent', () => {
    const draws = Array.from({ length: 20_000 }, (_, tick) => coin(7, tick, 0));
    const mean = draws.reduce((a, b) => a + b) / draws.length;
    const product =
      draws.slice(1).reduce((total, draw, at) => total + draw * draws[at]!, 0) / (draws.length - 1);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(product).toBeCloseTo(0.25, 2);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
  });

  it('makes normal draws of mean 0 and deviation 1, as many below each as are to be', () => {
    const draws = Array.from({ length: 20_000 }, (_, tick) =>
      normal(coin(7, tick, 0), coin(7, tick, 1)),
    );
    const mean = draws.reduce((a, b) => a + b) / draws.length;
    const variance = draws.reduce((total, value) => total + value * value, 0) / draws.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
    for (const z of [-2, -0.5, 0, 0.674, 1.5]) {
      const below = draws.filter((value) => value < z).length / draws.length;
      expect(normalShare(z)).toBeCloseTo(below, 1);
    }
  });

  it('has the shares of the normal distribution to a millionth', () => {
    const known = [
      [0, 0.5],
      [1, 0.8413447],
      [-1, 0.1586553],
      [2.5, 0.9937903],
      [-4, 0.0000317],
    ] as const;
    for (const [z, share] of known) expect(normalShare(z)).toBeCloseTo(share, 6);
  });
});
