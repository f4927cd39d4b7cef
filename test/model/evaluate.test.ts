import { describe, expect, it } from 'vitest';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { evaluate } from '../../src/model/evaluate.js';
import { FeelHead } from '../../src/model/feel.js';
import { meanLoudness } from '../../src/model/loudness.js';
import { nothingHidden, PieceInputs } from '../../src/model/inputs.js';
import { featureWidth } from '../../src/model/net/architecture.js';
import type { Piece } from '../../src/model/piece.js';
import { Rng } from '../../src/model/rng.js';
import { scoredTicks } from '../../src/model/scored-ticks.js';
import { architecture, randomPiece, smallModel, tutorialModel } from './small.js';

const { params } = smallModel();
const rng = new Rng(3);
const pieces = [5, 40, 12, 13, 1].map((length) => randomPiece(rng, length));
const window = 12;

async function scores(batch: number) {
  const engine = await createOrtEngine(architecture, params, { device: 'cpu', threads: 1 });
  const feel = new FeelHead(architecture, params);
  const found = await evaluate({ architecture, engine, feel, window, batch }, pieces);
  await engine.close();
  return found;
}

describe('evaluate', () => {
  it('is the mean over every tick of its prediction from the window before it', async () => {
    const engine = await createOrtEngine(architecture, params, {
      device: 'cpu',
      threads: 1,
    });
    let nats = 0;
    let count = 0;
    for (const piece of pieces) {
      for (let tick = 0; tick < piece.tokens.length; tick++) {
        const { tokens, features } = windowBefore(piece, tick);
        const { logProbs } = await engine.run(tokens, features, engine.zero(1));
        nats -= logProbs[piece.tokens[tick]!]!;
        count++;
      }
    }
    const found = await scores(8);
    expect(found.ticks).toBe(count);
    expect(found.natsPerTick).toBeCloseTo(nats / count, 5);
    await engine.close();
  });

  it('does not depend on how many windows are computed at once', async () => {
    const [one, many] = [await scores(1), await scores(16)];
    expect(many.natsPerTick).toBeCloseTo(one.natsPerTick, 5);
    expect(many.accuracy).toBe(one.accuracy);
    expect(many.velocityMae).toBeCloseTo(one.velocityMae, 3);
    expect(many.offsetMae).toBeCloseTo(one.offsetMae, 5);
  });

  it('is how far the notes are from the means that are predicted for them', async () => {
    const engine = await createOrtEngine(architecture, params, { device: 'cpu', threads: 1 });
    const head = new FeelHead(architecture, params);
    const L = architecture.lanes;
    let error = 0;
    let notes = 0;
    for (const piece of pieces) {
      const inputs = new PieceInputs(architecture, piece);
      for (let at = 0; at < piece.velocity.length; at++) {
        if (piece.velocity[at] === 0) continue;
        const [tick, lane] = [Math.floor(at / L), at % L];
        const { tokens, features } = windowBefore(piece, tick);
        const { feel } = await engine.run(tokens, features, engine.zero(1));
        const told = inputs.told(tick, nothingHidden);
        const [voice] = head.predict(feel, piece.tokens[tick]!, told, [lane]);
        error += Math.abs(piece.velocity[at]! - meanLoudness(voice!.levels));
        notes++;
      }
    }
    expect(notes).toBeGreaterThan(5);
    expect((await scores(8)).velocityMae).toBeCloseTo((127 * error) / notes, 3);
    await engine.close();
  });

  it('scores one tick in stride as it does among all', async () => {
    const long = [randomPiece(rng, 60), randomPiece(rng, 9)];
    const engine = await createOrtEngine(architecture, params, { device: 'cpu', threads: 1 });
    const feel = new FeelHead(architecture, params);
    const network = { architecture, engine, feel, window, batch: 16 };
    let nats = 0;
    const chosen = scoredTicks(long, 0, 5);
    for (const { piece, tick } of chosen) {
      const { tokens, features } = windowBefore(piece, tick);
      const { logProbs } = await engine.run(tokens, features, engine.zero(1));
      nats -= logProbs[piece.tokens[tick]!]!;
    }
    const found = await evaluate(network, long, 5);
    expect(found.ticks).toBe(chosen.length);
    expect(found.natsPerTick).toBeCloseTo(nats / chosen.length, 5);
    await engine.close();
  });
});

function windowBefore(piece: Piece, tick: number) {
  const T = Math.min(tick + 1, window);
  const F = featureWidth(architecture);
  const inputs = new PieceInputs(architecture, piece);
  const features = new Float32Array(T * F);
  const tokens = Int32Array.from({ length: T }, (_, t) => {
    inputs.writeFeatures(tick - T + 1 + t, nothingHidden, features, t * F);
    return inputs.token(tick - T + 1 + t);
  });
  return { tokens, features };
}

it("scores the tutorial's network where its window is full, and nowhere else", async () => {
  const { manifest, params } = tutorialModel();
  const { architecture, window } = manifest;
  const engine = await createOrtEngine(architecture, params, { device: 'cpu', threads: 1 });
  const none = new Float32Array();
  let nats = 0;
  let count = 0;
  for (const { tokens } of pieces) {
    for (let tick = window; tick < tokens.length; tick++) {
      const input = tokens.slice(tick - window, tick);
      const { logProbs } = await engine.run(input, none, engine.zero(1));
      nats -= logProbs[tokens[tick]!]!;
      count++;
    }
  }
  const feel = new FeelHead(architecture, params);
  const found = await evaluate({ architecture, engine, feel, window, batch: 4 }, pieces);
  expect(found.ticks).toBe(count);
  expect(found.natsPerTick).toBeCloseTo(nats / count, 5);
  await engine.close();
});
