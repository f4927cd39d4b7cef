import { describe, expect, it } from 'vitest';
import { openSession } from '../../../src/model/engine/ort.js';
import { initialParams } from '../../../src/model/net/params.js';
import { trainGraph } from '../../../src/model/net/train-graph.js';
import { Rng } from '../../../src/model/rng.js';
import { freshState } from '../../../src/model/train/optimizer.js';
import {
  learningRate,
  trainEpoch,
  type Progress,
  type Recipe,
} from '../../../src/model/train/trainer.js';
import { architecture, randomPiece } from '../small.js';

const recipe: Recipe = {
  epochs: 4,
  batch: 4,
  window: 8,
  lr: 1e-2,
  warmup: 0.5,
  dropout: 0.2,
  hide: 0.1,
  vary: 0.5,
  seed: 1,
};
const rng = new Rng(2);
const pieces = [30, 9, 64].map((length) => {
  const piece = randomPiece(rng, length);
  return { ...piece, tokens: piece.tokens.map((_, tick) => (tick % 4 === 0 ? 1 : tick % 2)) };
});
const session = await openSession(
  trainGraph(architecture, {
    T: 8,
    B: 4,
    smoothing: 0.1,
    feelWeight: 0.2,
    clip: 1,
    weightDecay: 0.01,
  }),
  { device: 'cpu', threads: 1 },
);

const fresh = (): Progress => {
  const stream = new Rng(recipe.seed);
  const state = freshState(initialParams(architecture, stream));
  return { state, epoch: 0, rng: stream.state() };
};
const copy = ({ state, epoch, rng }: Progress): Progress => ({ state: { ...state }, epoch, rng });

async function losses(progress: Progress, epochs: number): Promise<number[]> {
  const all: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    await trainEpoch(
      session,
      architecture,
      { pieces, variations: [] },
      recipe,
      progress,
      ({ loss }) => all.push(loss) > 0,
    );
  }
  return all;
}

describe('trainEpoch', () => {
  it('learns: the loss on made-up pieces falls', async () => {
    const all = await losses(fresh(), 4);
    const mean = (list: number[]): number => list.reduce((a, b) => a + b) / list.length;
    expect(mean(all.slice(-4))).toBeLessThan(mean(all.slice(0, 4)) - 0.1);
  });

  it('comes to the same numbers whether it was stopped and resumed or not', async () => {
    const straight = fresh();
    const wanted = await losses(straight, 3);
    const first = fresh();
    const begun = await losses(first, 1);
    const resumed = copy(first);
    expect([...begun, ...(await losses(resumed, 2))]).toEqual(wanted);
    expect(resumed.state.params).toEqual(straight.state.params);
  });

  it('ends early when told to, and says so', async () => {
    const progress = fresh();
    const whole = await trainEpoch(
      session,
      architecture,
      { pieces, variations: [] },
      recipe,
      progress,
      (_, done) => done < 2,
    );
    expect(whole).toBe(false);
    expect(progress.epoch).toBe(0);
    expect(progress.state.step).toBe(2);
  });
});

describe('learningRate', () => {
  it('rises to its peak over the warm-up and falls to nothing by the end', () => {
    const rates = Array.from({ length: 401 }, (_, at) => learningRate(recipe, at / 100));
    const peak = rates.indexOf(Math.max(...rates));
    expect(peak / 100).toBeCloseTo(recipe.warmup, 1);
    expect(rates[peak]).toBeCloseTo(recipe.lr, 4);
    rates.slice(1).forEach((rate, at) => {
      expect(at + 1 <= peak ? rate >= rates[at]! : rate <= rates[at]!).toBe(true);
    });
    expect(rates.at(-1)).toBeCloseTo(0, 12);
  });
});
