import { describe, expect, it } from 'vitest';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { Generator } from '../../src/model/generator.js';
import type { Manifest } from '../../src/model/manifest.js';
import { initialParams, paramViews } from '../../src/model/net/params.js';
import { Rng } from '../../src/model/rng.js';
import type { Controls } from '../../src/model/tick.js';
import { architecture, manifest } from './small.js';
import { at, controls, play } from './small-generator.js';

const tune: Manifest = {
  ...manifest,
  architecture: {
    ...architecture,
    ...{ vocabulary: 3, lanes: 1, features: [{ name: 'position', width: 16 }] },
  },
  codec: { ...manifest.codec, material: 'notes' },
  vocabulary: { names: ['C4', 'HOLD', 'REST'], counts: [1, 1, 1] },
  usualVelocity: [0.6],
};

/** One that is as good as sure of one token. */
async function sureOf(token: string, of = manifest): Promise<Generator> {
  const params = initialParams(of.architecture, new Rng(1));
  paramViews(of.architecture, params).get('head.b')![of.vocabulary.names.indexOf(token)] = 20;
  const options = { device: 'cpu', threads: 1 };
  const engine = await createOrtEngine(of.architecture, params, options);
  return new Generator({ manifest: of, params }, engine);
}

/** The ticks of 80 at which something begins. */
async function onsets(generator: Generator, with_: Partial<Controls>): Promise<number[]> {
  generator.reset();
  const plans = await play(generator, 80, { ...controls, ...with_ });
  return plans.filter(({ kind }) => kind === 'onset').map(({ tick }) => tick);
}

describe('a generator that would rest for ever', () => {
  it.each([{}, { temperature: 0 }, { temperature: 0.2 }, { topK: 1 }, { density: -1 }])(
    'begins drums on the first, and again after a bar of silence, with %j',
    async (only) => {
      const generator = await sureOf('REST');
      expect(await onsets(generator, only)).toEqual([0, 32, 64]);
      await generator.close();
    },
  );

  it('begins drums, and holds the bar where it is to repeat itself', async () => {
    const generator = await sureOf('REST');
    expect(await onsets(generator, { repetition: 1 })).toEqual([0, 16, 32, 48, 64]);
    await generator.close();
  });

  it('leaves a melody its upbeat, and no more silence than a bar', async () => {
    const generator = await sureOf('REST', tune);
    expect(await onsets(generator, { temperature: 0 })).toEqual([16, 48]);
    await generator.close();
  });

  it('waits for the first of a bar, and for a bar of silence after what was heard', async () => {
    const generator = await sureOf('REST');
    const cool = { controls: { ...controls, temperature: 0 } };
    for (let tick = 3; tick < 16; tick++)
      expect((await generator.next(at(tick, cool))).kind).toBe('rest');
    const kick = { heard: [{ pitch: 36, velocity: 100, offset: 0 }] };
    expect((await generator.next(at(16, { ...cool, ...kick }))).kind).toBe('rest');
    await generator.close();
  });
});

describe('a generator that would hold a note for ever', () => {
  it.each([{}, { topK: 1 }, { cache: 1 }])('holds none for a third bar, with %j', async (only) => {
    const generator = await sureOf('HOLD', tune);
    expect(await onsets(generator, only)).toEqual([32]);
    await generator.close();
  });
});
