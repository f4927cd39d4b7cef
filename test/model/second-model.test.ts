import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { Generator } from '../../src/model/generator.js';
import { improvise } from '../../src/model/improvise.js';
import type { Model } from '../../src/model/model.js';
import { mix, SecondModel } from '../../src/model/second-model.js';
import { plainControls } from '../../src/model/tick.js';
import { smallModel, tutorialModel } from './small.js';

const open = ({ manifest, params }: Model) =>
  createOrtEngine(manifest.architecture, params, { device: 'cpu', threads: 1 });
const [first, other] = [smallModel(1, 4), smallModel(2, 4)];

/** The same model, with its tokens numbered the other way about, and one of them unknown. */
function renumbered({ manifest, params }: Model): Model {
  const names = manifest.vocabulary.names.map((name) => (name === 'snare' ? 'ride' : name));
  const vocabulary = { names, counts: manifest.vocabulary.counts };
  return { manifest: { ...manifest, vocabulary }, params };
}

async function tokens(model: Model, second: Model | null, blend: number): Promise<string[]> {
  const generator = new Generator(model, await open(model));
  if (second !== null) generator.blendWith(new SecondModel(second, await open(second), model));
  const plans = await improvise(generator, 40, { ...plainControls, seed: 3, blend });
  await generator.close();
  return plans.map(({ token }) => token);
}

describe('a second model', () => {
  it('decides nothing at 0, all at 1, and both decide between', async () => {
    const [one, two] = [await tokens(first, null, 0), await tokens(other, null, 0)];
    expect(two).not.toEqual(one);
    expect(await tokens(first, other, 0)).toEqual(one);
    const both = await tokens(first, other, 0.5);
    expect(both).not.toEqual(one);
    expect(both).not.toEqual(two);
    expect(await tokens(first, first, 0.5)).toEqual(one);
  });

  it('plays only tokens that the first has', async () => {
    const { names } = first.manifest.vocabulary;
    const played = await tokens(first, renumbered(other), 1);
    expect(played.filter((token) => !names.includes(token) || token === 'snare')).toEqual([]);
  });

  it('is refused where it reads music in another way', async () => {
    const notes = tutorialModel();
    const engine = await open(notes);
    expect(() => new SecondModel(notes, engine, first)).toThrow(
      expect.objectContaining({ code: 'VOCABULARY_MISMATCH' }),
    );
  });
});

it('a mix is a distribution, between the two, and as near to one as it says', () => {
  const shares = fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
    .map((weights) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / total);
    });
  const amounts = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(shares, shares, amounts, (own, other, amount) => {
      const log = (row: readonly number[]) => Float32Array.from(row, Math.log);
      const mixed = Array.from(mix(log(own), log(other), amount), Math.exp);
      mixed.forEach((share, token) =>
        expect(share).toBeCloseTo((1 - amount) * own[token]! + amount * other[token]!, 4),
      );
    }),
  );
  const [none, sure] = [Float32Array.of(-Infinity, 0), Float32Array.of(0, -Infinity)];
  expect(Array.from(mix(sure, none, 1))).toEqual([-Infinity, 0]);
  expect(mix(sure, none, 0)).toBe(sure);
});
