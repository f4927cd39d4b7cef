import { describe, expect, it } from 'vitest';
import { openSession } from '../../../src/model/engine/ort.js';
import { createOrtEngine } from '../../../src/model/engine/ort-engine.js';
import { FeelHead } from '../../../src/model/feel.js';
import { nothingHidden, PieceInputs } from '../../../src/model/inputs.js';
import { featureWidth, loudnessLevels } from '../../../src/model/net/architecture.js';
import { gradientGraph } from '../../../src/model/net/train-graph.js';
import { Rng } from '../../../src/model/rng.js';
import { architecture, randomPiece, smallModel } from '../small.js';

const { params } = smallModel();
const cpu = { device: 'cpu', threads: 1 };
const F = featureWidth(architecture);

function inputsOf(seed: number, T: number) {
  const piece = randomPiece(new Rng(seed), T);
  const inputs = new PieceInputs(architecture, piece);
  const features = new Float32Array(T * F);
  for (let t = 0; t < T; t++) inputs.writeFeatures(t, nothingHidden, features, t * F);
  return { piece, tokens: Int32Array.from({ length: T }, (_, t) => inputs.token(t)), features };
}

describe('the ort engine', () => {
  it('predicts the same whether inputs come at once or one at a time', async () => {
    const engine = await createOrtEngine(architecture, params, cpu);
    const { tokens, features } = inputsOf(1, 20);
    const whole = await engine.run(tokens, features, engine.zero(1));
    let state = engine.zero(1);
    let last = whole;
    for (let t = 0; t < 20; t++) {
      last = await engine.run(
        tokens.subarray(t, t + 1),
        features.subarray(t * F, (t + 1) * F),
        state,
      );
      state = last.state;
    }
    expectClose(last.logProbs, whole.logProbs, 1e-5);
    expectClose(last.feel, whole.feel, 1e-5);
    await engine.close();
  });

  it('keeps nothing between runs, and leaves the state it was given as it was', async () => {
    const engine = await createOrtEngine(architecture, params, cpu);
    const { tokens, features } = inputsOf(2, 10);
    const { state } = await engine.run(tokens, features, engine.zero(1));
    const run = () => engine.run(tokens, features, state);
    const first = await run();
    await engine.run(tokens, features, engine.zero(1));
    expect((await run()).logProbs).toEqual(first.logProbs);
    await engine.close();
  });

  it('plays each window of a batch as if it were alone', async () => {
    const parts = [inputsOf(3, 12), inputsOf(4, 12), inputsOf(5, 12)];
    const engine = await createOrtEngine(architecture, params, cpu);
    const mixed = new Float32Array(12 * 3 * F);
    const mixedTokens = new Int32Array(12 * 3);
    parts.forEach(({ tokens, features }, n) => {
      for (let t = 0; t < 12; t++) {
        mixedTokens[t * 3 + n] = tokens[t]!;
        mixed.set(features.subarray(t * F, (t + 1) * F), (t * 3 + n) * F);
      }
    });
    const together = await engine.run(mixedTokens, mixed, engine.zero(3));
    const V = architecture.vocabulary;
    for (const [n, { tokens, features }] of parts.entries()) {
      const alone = await engine.run(tokens, features, engine.zero(1));
      expectClose(together.logProbs.slice(n * V, (n + 1) * V), alone.logProbs, 1e-5);
    }
    await engine.close();
  });

  it('has the losses that the training graph has, of tokens and of feel', async () => {
    const T = 40;
    const L = architecture.lanes;
    const { piece, tokens, features } = inputsOf(6, T);
    const inputs = new PieceInputs(architecture, piece);
    const head = new FeelHead(architecture, params);
    const engine = await createOrtEngine(architecture, params, cpu);
    let state = engine.zero(1);
    let nats = 0;
    let feelNats = 0;
    for (let t = 0; t < T; t++) {
      const prediction = await engine.run(
        tokens.subarray(t, t + 1),
        features.subarray(t * F, (t + 1) * F),
        state,
      );
      state = prediction.state;
      nats -= prediction.logProbs[piece.tokens[t]!]! / T;
      const told = inputs.told(t, nothingHidden);
      const lanes = Array.from({ length: L }, (_, lane) => lane);
      const feel = head.predict(prediction.feel, piece.tokens[t]!, told, lanes);
      for (const [lane, { levels, offset, offsetSpread }] of feel.entries()) {
        const loud = piece.velocity[t * L + lane]!;
        if (loud === 0) continue;
        feelNats -= Math.log(levels[Math.floor(loud * (loudnessLevels - 0.001))]!);
        const off = (piece.offset[t * L + lane]! - offset) / offsetSpread;
        feelNats += 0.5 * off * off + Math.log(offsetSpread);
      }
    }
    const shape = { T, B: 1, smoothing: 0, feelWeight: 1, clip: 1, weightDecay: 0 };
    const session = await openSession(gradientGraph(architecture, shape).encode(), cpu);
    const one = (width: number) => ({ data: new Float32Array(width).fill(1), dims: [1, 1, width] });
    const lanes = (data: Float32Array) => ({ data: data.slice(0, T * L), dims: [T, L] });
    const { loss, feel_loss: feelLoss } = await session.run({
      params: { data: params, dims: [params.length] },
      tokens: { data: tokens, dims: [T] },
      target: { data: piece.tokens, dims: [T] },
      features: { data: features, dims: [T, F] },
      velocity: lanes(piece.velocity),
      offset: lanes(piece.offset),
      sounding: lanes(piece.velocity.map(Math.sign)),
      token_scale: { data: Float32Array.of(1 / T), dims: [] },
      note_scale: { data: Float32Array.of(1), dims: [] },
      'drop.in': one(architecture.embedding + F),
      'drop.0': one(architecture.hidden),
      'drop.1': one(architecture.hidden),
    });
    expect(loss![0]).toBeCloseTo(nats, 4);
    expect(feelLoss![0]).toBeCloseTo(feelNats, 2);
    await Promise.all([engine.close(), session.close()]);
  });
});

function expectClose(found: Float32Array, wanted: Float32Array, within: number): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan(within));
}
