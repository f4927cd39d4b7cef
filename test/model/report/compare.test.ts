import { describe, expect, it } from 'vitest';
import { drawClips } from '../../../src/model/report/clips.js';
import { compare, countCopies, oddest } from '../../../src/model/report/compare.js';
import { measuresOf } from '../../../src/model/report/measures.js';
import { Rng } from '../../../src/model/rng.js';
import { randomPiece } from '../small.js';

const measures = measuresOf('drums');
const rng = new Rng(8);
const pieces = [320, 640].map((length) => randomPiece(rng, length));
const clips = drawClips(pieces, 30, 4, new Rng(2));

describe('compare', () => {
  it('finds a thing wholly like itself, in every measure', () => {
    for (const { overlap, yardstick } of compare(
      { model: clips, validation: clips, test: clips },
      measures,
    )) {
      expect(overlap).toBeCloseTo(1, 9);
      expect(yardstick).toBeCloseTo(1, 9);
    }
  });

  it('leaves out what there is nothing of, as loudness where tokens have none', () => {
    const flat = clips.map((clip) => ({ ...clip, velocity: clip.velocity.map(() => 0) }));
    const names = (all: typeof clips): string[] =>
      compare({ model: flat, validation: flat, test: all }, measures).map(
        (one) => one.measure.name,
      );
    expect(names(flat)).not.toContain('velocity');
    expect(names(flat)).toContain('density');
    expect(names(clips)).toContain('velocity');
  });

  it('finds what is played as loud as can be alike in all but loudness', () => {
    const loud = clips.map((clip) => ({
      ...clip,
      velocity: clip.velocity.map((value) => (value > 0 ? 1 : 0)),
    }));
    const found = compare({ model: loud, validation: clips, test: clips }, measures);
    for (const { measure, overlap } of found) {
      if (['velocity', 'steadiness'].includes(measure.name)) expect(overlap).toBeLessThan(0.2);
      else expect(overlap).toBeCloseTo(1, 9);
    }
  });
});

describe('copies', () => {
  it('of a clip of the training pieces are all of it, and fewer of another', () => {
    expect(countCopies(clips, pieces)).toMatchObject({ longest: 64, median: 64 });
    const fresh = drawClips([randomPiece(rng, 320)], 10, 4, new Rng(3));
    expect(countCopies(fresh, pieces).longest).toBeLessThan(12);
  });
});

describe('the oddest clips', () => {
  it('are those far from what people do, the farthest first', () => {
    const empty = { ...clips[0]!, tokens: new Int32Array(64), velocity: new Float32Array(576) };
    const sparse = clips[1]!.tokens.map((id, tick) => (tick < 24 ? 0 : id));
    const half = { ...clips[1]!, tokens: sparse };
    const found = oddest(
      { model: [clips[2]!, half, empty], validation: clips, test: clips },
      measures,
      2,
    );
    expect(found[0]!.clip).toBe(empty);
    expect(found).toHaveLength(2);
    expect(found[0]!.distance).toBeGreaterThan(found[1]!.distance);
  });
});
