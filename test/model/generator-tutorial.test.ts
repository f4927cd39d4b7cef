import { describe, expect, it } from 'vitest';
import type { Engine, State } from '../../src/model/engine.js';
import { tutorialSpec } from '../../src/model/codec/tutorial.js';
import { Generator } from '../../src/model/generator.js';
import type { PlanRequest } from '../../src/model/plan-source.js';
import { paramCount } from '../../src/model/net/params.js';
import { type Controls, plainControls, type TickPlan } from '../../src/model/tick.js';
import { architecture, manifest } from './small.js';

const names = ['0.4.7', 'C4', 'E-4'];
const plain = { ...architecture, vocabulary: names.length, feel: 0, lanes: 0, features: [] };
const controls: Controls = { ...plainControls, temperature: 0, seed: 5 };

/** A generator of a tutorial model that plays the token after the one it is fed, and what each prediction was fed. */
function create() {
  const fed: number[] = [];
  const state = (batch: number): State => ({ batch, release: () => undefined });
  const engine: Engine = {
    name: 'fake',
    device: 'none',
    zero: state,
    join: () => undefined,
    predict: ([token = 0]) => {
      fed.push(token);
      const logProbs = Float32Array.from(names, (_, id) => (id === (token + 1) % 3 ? 0 : -9));
      return Promise.resolve({ logProbs, feel: new Float32Array() });
    },
    run: () => Promise.reject(new Error('a window that is open from the start needs no run')),
    openWindows: (_, parts) =>
      Promise.resolve({
        feed: () => Promise.resolve(state(parts)),
        clear: () => undefined,
        close: () => Promise.resolve(),
      }),
    close: () => Promise.resolve(),
  };
  const model = {
    manifest: {
      ...manifest,
      architecture: plain,
      codec: tutorialSpec,
      vocabulary: { names, counts: [1, 1, 1] },
      usualVelocity: [],
    },
    params: new Float32Array(paramCount(plain)),
  };
  const generator = new Generator(model, engine);
  const next = (tick: number, more: Partial<PlanRequest> = {}) =>
    generator.next({
      tick,
      position: 0,
      ticksPerBar: 12,
      heard: null,
      held: false,
      played: null,
      armed: false,
      controls,
      orders: [],
      ...more,
    });
  return { next, fed };
}

describe('a tutorial model, live,', () => {
  it('plays the notes of its tokens, on the grid, as loud as the tutorial', async () => {
    const { next } = create();
    const [first, second] = [await next(0), await next(1)];
    expect(first).toMatchObject({ token: 'C4', kind: 'onset' });
    expect(second).toMatchObject({ token: 'E-4', notes: [{ pitch: 63, velocity: 90, offset: 0 }] });
    expect((await next(2)).notes.map(({ pitch }) => pitch)).toEqual([60, 64, 67]);
  });

  it('is fed what is heard, and its own plan where there is silence or a rest', async () => {
    const { next, fed } = create();
    const key = (pitch: number) => ({ pitch, velocity: 64, offset: 0 });
    const rest: TickPlan = { tick: 1, token: 'REST', kind: 'rest', notes: [], probability: 0 };
    const first = await next(0);
    await next(1, { heard: [] });
    await next(2, { played: rest });
    await next(3, { heard: [key(67), key(60), key(64)] });
    await next(4, { heard: [], played: { ...first, token: 'E-4' } });
    expect(fed.slice(1)).toEqual([1, 2, 0, 2]);
  });
});
