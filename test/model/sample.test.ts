import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sample } from '../../src/model/sample.js';

const all = { temperature: 1, topK: 0, topP: 1 };
const logs = (...probabilities: number[]): Float32Array =>
  Float32Array.from(probabilities, Math.log);
const coins = Array.from({ length: 1000 }, (_, at) => at / 1000);
const drawn = (logProbs: Float32Array, policy: Parameters<typeof sample>[1]): Set<number> =>
  new Set(coins.map((coin) => sample(logProbs, policy, coin)));

describe('sample', () => {
  it('draws each token as often as it is probable', () => {
    const counts = [0, 0, 0];
    for (const coin of coins) counts[sample(logs(0.2, 0.5, 0.3), all, coin)]!++;
    [200, 500, 300].forEach((wanted, token) => {
      expect(Math.abs(counts[token]! - wanted)).toBeLessThanOrEqual(1); // a coin on the line
    });
  });

  it('takes the likeliest at temperature 0, and of equals the one with the lower number', () => {
    for (const coin of [0, 0.5, 0.999]) {
      expect(sample(logs(0.2, 0.4, 0.4), { ...all, temperature: 0 }, coin)).toBe(1);
    }
  });

  it('decides between equals the same whatever a device rounds away', () => {
    const uneven = (by: number): Float32Array => {
      const value = logs(0.1, 0.3, 0.3, 0.3);
      value[2]! += by;
      return value;
    };
    for (const by of [-2e-5, -1e-6, 1e-6, 2e-5]) {
      expect(sample(uneven(by), { ...all, temperature: 0 }, 0)).toBe(1);
      const line = coins.filter((_, at) => at % 100 !== 0); // not where a share begins
      expect(line.map((coin) => sample(uneven(by), all, coin))).toEqual(
        line.map((coin) => sample(uneven(0), all, coin)),
      );
    }
  });

  it('evens out with temperature: probabilities to the power of its inverse', () => {
    const counts = [0, 0];
    for (const coin of coins) counts[sample(logs(0.8, 0.2), { ...all, temperature: 2 }, coin)]!++;
    expect(counts[0]! / 1000).toBeCloseTo(2 / 3, 2); // sqrt 0.8 : sqrt 0.2 is 2 : 1
  });

  it('draws from the k likeliest alone', () => {
    expect(drawn(logs(0.1, 0.4, 0.2, 0.3), { ...all, topK: 2 })).toEqual(new Set([1, 3]));
  });

  it('draws from the fewest tokens that hold the share p', () => {
    expect(drawn(logs(0.1, 0.4, 0.2, 0.3), { ...all, topP: 0.65 })).toEqual(new Set([1, 3]));
    expect(drawn(logs(0.1, 0.4, 0.2, 0.3), { ...all, topP: 0.05 })).toEqual(new Set([1]));
  });

  it('never draws what cannot be, nor anything outside the vocabulary', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
          minLength: 1,
          maxLength: 20,
          size: 'max',
        }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.integer({ min: 0, max: 25 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (weights, temperature, topK, topP, coin) => {
          const total = weights.reduce((a, b) => a + b, 0);
          fc.pre(total > 1e-3);
          const logProbs = Float32Array.from(weights, (weight) => Math.log(weight / total));
          const token = sample(logProbs, { temperature, topK, topP }, coin);
          expect(weights[token]).toBeGreaterThan(0);
        },
      ),
      { seed: 11 },
    );
  });
});
