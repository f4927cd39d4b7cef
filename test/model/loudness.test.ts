import { describe, expect, it } from 'vitest';
import { levelsOf, loudnessAt, meanLoudness } from '../../src/model/loudness.js';
import { loudnessLevels as K } from '../../src/model/net/architecture.js';
import { Rng } from '../../src/model/rng.js';

const nothing = new Float32Array(K);

describe('levels of loudness', () => {
  it('are a normal distribution where the network adds nothing', () => {
    const levels = levelsOf(0.5, 0.01, nothing);
    expect(meanLoudness(levels)).toBeCloseTo(0.5, 5);
    // One deviation to either side.
    expect(loudnessAt(levels, 0.8413)).toBeCloseTo(0.6, 2);
    expect(loudnessAt(levels, 0.1587)).toBeCloseTo(0.4, 2);
  });

  it('can be a ghost note or an accent, and nothing between', () => {
    const beside = nothing.map((_, level) => (level === 5 || level === 28 ? 8 : 0));
    const levels = levelsOf(0.5, 1, beside);
    const rng = new Rng(3);
    const played = Array.from({ length: 400 }, () => loudnessAt(levels, rng.next()));
    const between = played.filter((loud) => loud > 6 / K && loud < 28 / K);
    expect(between.length).toBeLessThan(20);
    expect(played.filter((loud) => loud < 6 / K).length).toBeGreaterThan(100);
    expect(played.filter((loud) => loud >= 28 / K).length).toBeGreaterThan(100);
  });

  it('are met by as many notes as they have shares', () => {
    const rng = new Rng(5);
    const beside = nothing.map(() => 4 * rng.next());
    const levels = levelsOf(0.7, 0.05, beside);
    const counts = nothing.slice();
    const draws = 20_000;
    for (let at = 0; at < draws; at++)
      counts[Math.floor(loudnessAt(levels, (at + 0.5) / draws) * K)]! += 1 / draws;
    counts.forEach((count, level) => expect(count).toBeCloseTo(levels[level]!, 3));
  });

  it('give a loudness between 0 and 1 for any share, whatever is predicted', () => {
    for (const [mean, variance] of [
      [-3, 1e-4],
      [0.5, 1e-4],
      [4, 1e-4],
      [0.2, 1e6],
    ] as const)
      for (const below of [0, 1e-9, 0.5, 1 - 1e-9, 1]) {
        const loud = loudnessAt(levelsOf(mean, variance, nothing), below);
        expect(loud).toBeGreaterThanOrEqual(0);
        expect(loud).toBeLessThanOrEqual(1);
      }
  });
});
