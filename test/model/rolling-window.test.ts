import { describe, expect, it } from 'vitest';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { nothingHidden, PieceInputs } from '../../src/model/inputs.js';
import { featureWidth } from '../../src/model/net/architecture.js';
import { Rng } from '../../src/model/rng.js';
import { RollingWindow } from '../../src/model/rolling-window.js';
import { architecture, randomPiece, smallModel } from './small.js';

const F = featureWidth(architecture);
const size = 7;
const length = 40;
const piece = randomPiece(new Rng(1), length);
const inputs = new PieceInputs(architecture, piece);
const features = new Float32Array(length * F);
for (let t = 0; t < length; t++) inputs.writeFeatures(t, nothingHidden, features, t * F);
const tokens = Int32Array.from({ length }, (_, t) => inputs.token(t));
const row = (t: number): Float32Array => features.subarray(t * F, (t + 1) * F);
const engine = await createOrtEngine(architecture, smallModel().params, {
  device: 'cpu',
  threads: 1,
});

/** The definition: the last inputs, at most `size`, run from the zero state. */
async function direct(t: number): Promise<Float32Array> {
  const first = Math.max(0, t + 1 - size);
  const all = features.subarray(first * F, (t + 1) * F);
  return (await engine.run(tokens.subarray(first, t + 1), all, engine.zero(1))).logProbs;
}

function expectClose(found: Float32Array, wanted: Float32Array): void {
  found.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan(1e-5));
}

describe('RollingWindow', () => {
  it('predicts from the last inputs alone, from the zero state, at every input', async () => {
    const window = new RollingWindow(engine, size);
    for (let t = 0; t < length; t++) {
      expectClose((await window.predict(tokens[t]!, row(t))).logProbs, await direct(t));
    }
  });

  it('does not care when it is settled, nor which inputs were fed without a prediction', async () => {
    const window = new RollingWindow(engine, size);
    const rng = new Rng(2);
    for (let t = 0; t < length; t++) {
      if (rng.next() < 0.5) await window.feed(tokens[t]!, row(t));
      else expectClose((await window.predict(tokens[t]!, row(t))).logProbs, await direct(t));
      if (rng.next() < 0.5) await window.settle();
    }
  });

  it('is as new after clear', async () => {
    const window = new RollingWindow(engine, size);
    for (let t = 0; t < 11; t++) await window.feed(tokens[20 + t]!, row(20 + t));
    window.clear();
    for (let t = 0; t < 11; t++) {
      expectClose((await window.predict(tokens[t]!, row(t))).logProbs, await direct(t));
    }
  });
});
