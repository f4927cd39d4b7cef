import { describe, expect, it } from 'vitest';
import { scoreParams } from '../../../src/model/engine/score.js';
import { initialParams } from '../../../src/model/net/params.js';
import { Rng } from '../../../src/model/rng.js';
import { architecture, randomPiece, smallModel } from '../small.js';

const machine = { engine: 'ort', device: 'cpu', threads: 1 };
const rng = new Rng(5);
const pieces = [30, 12].map((length) => randomPiece(rng, length));
const own = smallModel().params;
const other = initialParams(architecture, new Rng(9));

async function nats(params: Float32Array, amount?: number): Promise<number> {
  const second = amount === undefined ? undefined : { params: other, amount };
  const network = { architecture, params, window: 8, second };
  return (await scoreParams(network, pieces, 1, machine)).natsPerTick;
}

describe('the score of a blend', () => {
  it('is that of the first alone at 0, and of the second alone at 1', async () => {
    expect(await nats(own, 0)).toBeCloseTo(await nats(own), 6);
    expect(await nats(own, 1)).toBeCloseTo(await nats(other), 6);
  });

  it('is better than the mean of both in between', async () => {
    const mean = ((await nats(own)) + (await nats(other))) / 2;
    expect(await nats(own, 0.5)).toBeLessThan(mean);
  });
});
