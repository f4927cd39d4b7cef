import { describe, expect, it } from 'vitest';
import { featureWidth, startToken } from '../../../src/model/net/architecture.js';
import { epochBatches, type Batch } from '../../../src/model/train/batches.js';
import { Rng } from '../../../src/model/rng.js';
import { architecture, randomPiece } from '../small.js';

const shape = { T: 10, B: 4, hide: 0, vary: 0, variations: [] };
const rng = new Rng(1);
const pieces = [1, 3, 10, 11, 47, 100].map((length) => randomPiece(rng, length));
const total = pieces.reduce((sum, piece) => sum + piece.tokens.length, 0);

const epoch = (seed: number, hide = 0): Batch[] => [
  ...epochBatches(architecture, pieces, { ...shape, hide }, new Rng(seed)).batches,
];

/** Windows of a batch, as (input, target) pairs in order. */
function windows(batch: Batch): [number, number][][] {
  return Array.from({ length: shape.B }, (_, b) =>
    Array.from({ length: shape.T }, (_, t): [number, number] => [
      batch.tokens[t * shape.B + b]!,
      batch.target[t * shape.B + b]!,
    ]).filter(([, target]) => target >= 0),
  );
}

describe('epochBatches', () => {
  it('has every tick of every piece as a target once, but for what fills the last batch up', () => {
    const batches = epoch(3);
    const targets = batches.reduce((sum, batch) => sum + batch.targets, 0);
    expect(targets).toBeGreaterThanOrEqual(total);
    expect(targets).toBeLessThan(total + shape.B * shape.T);
  });

  it('has each piece as often as it takes to have the steps that are asked for', () => {
    const stepsOf = (least: number): number =>
      epochBatches(architecture, pieces, { ...shape, least }, new Rng(3)).steps;
    const { batches } = epochBatches(architecture, pieces, { ...shape, least: 20 }, new Rng(3));
    const targets = [...batches].reduce((sum, batch) => sum + batch.targets, 0);
    expect(targets).toBeGreaterThanOrEqual(5 * total); // 172 ticks are 4.3 steps of 4 * 10
    expect(targets).toBeLessThan(5 * total + shape.B * shape.T);
    expect(stepsOf(20)).toBeGreaterThanOrEqual(20);
    expect([stepsOf(1), stepsOf(4)]).toEqual([epoch(3).length, epoch(3).length]);
  });

  it('has no more steps than are asked for where the pieces are short', () => {
    const loops = [1, 3, 4, 2].map((length) => randomPiece(rng, length));
    const stepsOf = (carry: boolean): number =>
      epochBatches(architecture, loops, { ...shape, least: 20, carry }, new Rng(3)).steps;
    expect([stepsOf(false), stepsOf(true)]).toEqual([20, 20]);
  });

  it('feeds each window the token before its target', () => {
    for (const batch of epoch(4)) {
      for (const window of windows(batch)) {
        window.slice(1).forEach(([input], at) => expect(input).toBe(window[at]![1]));
      }
    }
  });

  it('lets the windows of a piece follow each other in one row, where they are to', () => {
    const ordered = { ...shape, carry: true };
    const { batches } = epochBatches(architecture, pieces, ordered, new Rng(4));
    const rows = [...batches].map((batch) => ({ rows: windows(batch), goesOn: batch.goesOn }));
    const seen = new Map<string, number>();
    for (let b = 0; b < shape.B; b++) {
      let played: [number, number][] = [];
      const ends = (): void => {
        const key = JSON.stringify(played.map(([, target]) => target));
        if (played.length > 0) seen.set(key, (seen.get(key) ?? 0) + 1);
      };
      for (const { rows: all, goesOn } of rows) {
        const goes = goesOn[b] === 1;
        expect(goes).toBe(all[b]![0]![0] !== startToken(architecture));
        // What a window goes on from was full, and ended with its first input.
        if (goes) expect([played.length % shape.T, played.at(-1)![1]]).toEqual([0, all[b]![0]![0]]);
        else {
          ends();
          played = [];
        }
        played = [...played, ...all[b]!];
      }
      ends();
    }
    for (const { tokens } of pieces) expect(seen.has(JSON.stringify([...tokens]))).toBe(true);
  });

  it('begins a window with the start token where it begins a piece, and nowhere else', () => {
    const starts = epoch(5).flatMap((batch) =>
      windows(batch).flatMap((window) =>
        window.map(([input], at) => ({ start: input === startToken(architecture), at })),
      ),
    );
    expect(starts.filter(({ start }) => start).length).toBeGreaterThanOrEqual(pieces.length);
    expect(starts.filter(({ start, at }) => start && at > 0)).toEqual([]);
  });

  it('is the same for the same seed, and cut elsewhere with another', () => {
    expect(epoch(6)).toEqual(epoch(6));
    expect(epoch(6)).not.toEqual(epoch(7));
  });

  it('counts a note for every lane that sounds in a target', () => {
    for (const batch of epoch(8)) {
      expect(batch.notes).toBe(batch.sounding.reduce((sum, one) => sum + one, 0));
      batch.sounding.forEach((on, at) => expect(batch.velocity[at]! > 0).toBe(on === 1));
    }
  });

  it('tells no timing of the bars before without their loudness', () => {
    const widths = architecture.features.map(({ width }) => width);
    const from = (name: string): number =>
      widths
        .slice(
          0,
          architecture.features.findIndex((group) => group.name === name),
        )
        .reduce((a, b) => a + b, 0);
    const [loudness, timing] = [from('velocityBefore'), from('offsetBefore')];
    const F = featureWidth(architecture);
    let alone = 0;
    for (const { features } of [1, 2, 3, 4].flatMap((seed) => epoch(seed, 0.5)))
      for (let row = 0; row < features.length; row += F)
        for (let at = 0; at < 36; at++)
          if (features[row + timing + at] !== 0 && features[row + loudness + at] === 0) alone++;
    expect(alone).toBe(0);
  });

  it('tells nothing but the token when all is hidden', () => {
    for (const batch of epoch(9, 1))
      expect(batch.features.every((value) => value === 0)).toBe(true);
    const told = epoch(9, 0)[0]!;
    expect(told.features.length).toBe(shape.T * shape.B * featureWidth(architecture));
    expect(told.features.some((value) => value !== 0)).toBe(true);
  });
});
