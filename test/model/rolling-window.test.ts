import { describe, expect, it, vi } from 'vitest';
import type { Engine, State } from '../../src/model/engine.js';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { SharedEngine } from '../../src/model/engine/shared-engine.js';
import { createTfjsEngine } from '../../src/model/engine/tfjs-engine.js';
import { Fault } from '../../src/model/fault.js';
import { nothingHidden, PieceInputs } from '../../src/model/inputs.js';
import { featureWidth } from '../../src/model/net/architecture.js';
import { Rng } from '../../src/model/rng.js';
import { RollingWindow } from '../../src/model/rolling-window.js';
import { hasWebgpu } from '../support/engine-devices.js';
import { architecture, randomPiece, smallModel } from './small.js';

const F = featureWidth(architecture);
const V = architecture.vocabulary;
const size = 7;
const length = 40;
const parts = [1, 2, 3].map((seed) => {
  const inputs = new PieceInputs(architecture, randomPiece(new Rng(seed), length));
  const features = new Float32Array(length * F);
  for (let t = 0; t < length; t++) inputs.writeFeatures(t, nothingHidden, features, t * F);
  return { tokens: Int32Array.from({ length }, (_, t) => inputs.token(t)), features };
});
const [one] = parts as [(typeof parts)[0]];
const token = (t: number): Int32Array => one.tokens.subarray(t, t + 1);
const row = (t: number): Float32Array => one.features.subarray(t * F, (t + 1) * F);

const open = (device: string): Promise<Engine> =>
  createOrtEngine(architecture, smallModel().params, { device, threads: 1 });
const cpu = await open('cpu');
const tfjs = await createTfjsEngine(architecture, smallModel().params, { device: 'js' });
const webgpu = (await hasWebgpu()) ? [await open('webgpu')] : [];
/** An engine of several parts, whose steps are rows of one batch, apart from their windows. */
const shared = new SharedEngine(await open('cpu'), Infinity);
const engines: [string, Engine][] = [cpu, tfjs, ...webgpu].map((engine) => [
  `${engine.name} on ${engine.device}`,
  engine,
]);
engines.push(['ort on cpu, shared', shared]);

/** The definition: the last inputs, at most `size`, run from the zero state. */
async function direct(t: number, { tokens, features } = one): Promise<Float32Array> {
  const first = Math.max(0, t + 1 - size);
  const all = features.subarray(first * F, (t + 1) * F);
  return (await cpu.predict(tokens.subarray(first, t + 1), all, cpu.zero(1))).logProbs;
}

function expectClose(found: Float32Array, wanted: Float32Array): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan(1e-5));
}

// Software Vulkan takes a while beside other tests.
describe.each(engines)('RollingWindow with %s', { timeout: 120_000 }, (_, engine) => {
  it('predicts from the last inputs alone, from the zero state, at every input', async () => {
    const window = new RollingWindow(engine, size);
    for (let t = 0; t < length; t++) {
      expectClose((await window.predict(token(t), row(t))).logProbs, await direct(t));
    }
  });

  it('does not care when it is settled, nor which inputs it was opened with', async () => {
    const window = new RollingWindow(engine, size);
    const rng = new Rng(2);
    for (let t = 0; t < length; t++) {
      if (rng.next() < 0.1) {
        window.clear();
        window.open([...Array(t).keys()].map((at) => ({ tokens: token(at), features: row(at) })));
      }
      expectClose((await window.predict(token(t), row(t))).logProbs, await direct(t));
      if (rng.next() < 0.5) await window.settle();
    }
  });

  it.each([0, 20])('is as new after clear, opened with %i inputs', async (opened) => {
    const window = new RollingWindow(engine, size);
    window.open([...Array(opened).keys()].map((at) => ({ tokens: token(at), features: row(at) })));
    for (let t = 0; t < (opened > 0 ? 1 : 11); t++)
      await window.predict(token(20 + t), row(20 + t));
    window.clear();
    for (let t = 0; t < 11; t++) {
      expectClose((await window.predict(token(t), row(t))).logProbs, await direct(t));
    }
  });

  it('has windows of many parts, each of which is as if it were alone', async () => {
    const N = parts.length;
    const [windows, predicting] = [
      await engine.openWindows(size, N, false),
      await engine.openWindows(size, N, true),
    ];
    let oldest = engine.zero(N);
    for (let t = 0; t < 2 * size + 3; t++) {
      const tokens = Int32Array.from(parts, (part) => part.tokens[t]!);
      const features = Float32Array.from(
        parts.flatMap((part) => [...part.features.subarray(t * F, (t + 1) * F)]),
      );
      const found = [await engine.predict(tokens, features, oldest)];
      const atOnce = await predicting.predict?.(tokens, features);
      if (atOnce !== undefined) found.push(atOnce);
      for (const { logProbs } of found)
        for (const [n, part] of parts.entries())
          expectClose(logProbs.subarray(n * V, (n + 1) * V), await direct(t, part));
      atOnce?.state.release();
      oldest.release();
      oldest = await windows.feed(tokens, features);
    }
    oldest.release();
    for (const each of [windows, predicting]) await each.close();
  });

  it('releases all that it takes from the engine', async () => {
    const counted = new Counting(engine);
    const window = new RollingWindow(counted, size);
    for (let t = 0; t < length; t++) await window.predict(token(t), row(t));
    expect(counted.live).toBeLessThanOrEqual(1);
    window.clear();
    expect(counted.live).toBe(0);
  });

  it('goes on where an engine fails, whenever that is, with the same predictions', async () => {
    const rng = new Rng(3);
    for (let failures = 0; failures < 3; failures++) {
      const said: string[] = [];
      const fragile = new Failing(engine, rng.below(3 * size));
      const spare = { engine, taken: ({ message }: Fault) => void said.push(message) };
      const window = new RollingWindow(fragile, size, spare);
      for (let t = 0; t < 3 * size; t++) {
        expectClose((await window.predict(token(t), row(t))).logProbs, await direct(t));
        if (rng.next() < 0.5) await window.settle();
      }
      expect(said).toEqual(['the device went away']);
    }
  });
});

it.each([
  ['a RollingWindow on an engine of its own predicts and settles in one run', cpu, 0],
  ['a RollingWindow on a shared engine asks for steps, and settles later', shared, 3],
])('%s', async (_, engine, asked) => {
  const steps = vi.spyOn(engine, 'predict');
  const window = new RollingWindow(engine, size);
  for (let t = 0; t < 3; t++) await window.predict(token(t), row(t));
  expect(steps).toHaveBeenCalledTimes(asked);
  steps.mockRestore();
});

it('a RollingWindow without another engine says why it cannot go on', async () => {
  const window = new RollingWindow(new Failing(cpu, 0), size);
  await expect(window.predict(token(0), row(0))).rejects.toThrow('went away');
});

it('a RollingWindow closes its engine and its spare, or the spare alone where that took over', async () => {
  for (const [calls, closed] of [
    [Infinity, [1, 1]],
    [0, [0, 1]],
  ] as const) {
    const [engine, spare] = [new Failing(cpu, calls), new Failing(cpu, Infinity)];
    const window = new RollingWindow(engine, size, { engine: spare, taken: () => undefined });
    await window.predict(token(0), row(0));
    await window.close();
    expect([engine.closed, spare.closed]).toEqual(closed);
  }
});

it('a RollingWindow that goes on elsewhere recalls nothing from before it was cleared', async () => {
  // It predicts five times and settles four: the engine fails at what follows.
  const spare = { engine: cpu, taken: vi.fn() };
  const window = new RollingWindow(new Failing(cpu, 9), size, spare);
  for (let t = 20; t < 25; t++) await window.predict(token(t), row(t));
  window.clear();
  expect(spare.taken).not.toHaveBeenCalled();
  for (let t = 0; t < 11; t++) {
    expectClose((await window.predict(token(t), row(t))).logProbs, await direct(t));
    expect(spare.taken).toHaveBeenCalledTimes(1);
  }
});

it.each([
  ['in one run', cpu],
  ['in steps', shared],
])(
  'a RollingWindow that predicts %s takes numbers that are none for a failure',
  async (_, engine) => {
    const none = { logProbs: new Float32Array(V).fill(NaN), feel: new Float32Array() };
    const mad = Object.create(engine, {
      predict: { value: () => Promise.resolve(none) },
      openWindows: {
        value: async (...of: Parameters<Engine['openWindows']>) => {
          const windows = await engine.openWindows(...of);
          if (windows.predict === undefined) return windows;
          const outcome = { ...none, state: engine.zero(1) };
          return Object.assign(windows, { predict: () => Promise.resolve(outcome) });
        },
      },
    }) as Engine;
    const spare = { engine: cpu, taken: vi.fn() };
    const window = new RollingWindow(mad, size, spare);
    expectClose((await window.predict(token(0), row(0))).logProbs, await direct(0));
    expect(spare.taken).toHaveBeenCalledTimes(1);
  },
);

/** Counts the states that are yet to be released. */
class Counting implements Engine {
  readonly name = 'counting';
  readonly device: string;
  live = 0;
  closed = 0;

  constructor(private readonly engine: Engine) {
    this.device = engine.device;
  }

  zero(batch: number): State {
    return this.engine.zero(batch);
  }

  join(states: readonly State[]): State | undefined {
    return this.engine.join(states);
  }

  predict(...input: Parameters<Engine['predict']>) {
    return this.engine.predict(...input);
  }

  async run(...input: Parameters<Engine['run']>) {
    const prediction = await this.engine.run(...input);
    return { ...prediction, state: this.count(prediction.state) };
  }

  async openWindows(...of: Parameters<Engine['openWindows']>) {
    const windows = await this.engine.openWindows(...of);
    return {
      feed: async (...input: Parameters<typeof windows.feed>) =>
        this.count(await windows.feed(...input)),
      clear: () => windows.clear(),
      close: () => windows.close(),
    };
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }

  /** Sees to it that a state that was released is not used again. */
  private count(state: State): State {
    this.live++;
    const counted = Object.create(state) as State;
    counted.release = () => {
      this.live--;
      state.release();
    };
    return counted;
  }
}

/** Goes away for good after so many calls. */
class Failing extends Counting {
  constructor(
    engine: Engine,
    private left: number,
  ) {
    super(engine);
  }

  override async predict(...input: Parameters<Engine['predict']>) {
    this.use();
    return super.predict(...input);
  }

  override async run(...input: Parameters<Engine['run']>) {
    this.use();
    return super.run(...input);
  }

  override async openWindows(...of: Parameters<Engine['openWindows']>) {
    const windows = await super.openWindows(...of);
    return {
      ...windows,
      feed: async (...input: Parameters<typeof windows.feed>) => {
        this.use();
        return windows.feed(...input);
      },
    };
  }

  private use(): void {
    if (this.left-- <= 0) throw new Fault('ENGINE_FAILED', 'the device went away');
  }
}
