import { describe, expect, it } from 'vitest';
import { loadTf } from '../../../src/model/engine/tfjs.js';
import { describeFault, type Fault } from '../../../src/model/fault.js';

/** A stand-in for a package: what it gives for 1 + 2, or what it throws. */
function fake(compute: () => number[], { backend = 'tensorflow', gpu = false } = {}): unknown {
  const tf = {
    enableProdMode: () => undefined,
    ready: () => Promise.resolve(),
    getBackend: () => backend,
    backend: () => ({ isUsingGpuDevice: gpu }),
    tidy: (act: () => unknown) => act(),
    scalar: () => 2,
    tensor1d: () => ({ add: () => ({ dataSync: compute }) }),
  };
  return { default: tf };
}
const right = (): number[] => [3];
const plain = fake(right, { backend: 'cpu' });
const missing = (): never => {
  throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
};
/** Loads `gpu` and `native` where they are there, and plain JavaScript. */
const among =
  (gpu: () => unknown, native: () => unknown = missing) =>
  (name: string): Promise<unknown> =>
    new Promise((resolve) => {
      resolve(name.endsWith('-gpu') ? gpu() : name.endsWith('-node') ? native() : plain);
    });

describe('TensorFlow.js is taken from the first package that works', () => {
  it('on a GPU where there is one', async () => {
    const found = await loadTf(
      'auto',
      among(() => fake(right, { gpu: true })),
    );
    expect([found.device, found.note]).toEqual(['cuda', '']);
  });

  it('and says so where the GPU package computes on the CPU', async () => {
    const found = await loadTf(
      'auto',
      among(() => fake(right)),
    );
    expect([found.device, found.note]).toEqual(['cpu', expect.stringMatching(/CUDA 11\.2/)]);
    await expect(
      loadTf(
        'cuda',
        among(() => fake(right)),
      ),
    ).rejects.toThrow(/CUDA 11\.2/);
  });

  it('and not from one that fails at its first op, as on Node 23', async () => {
    const broken = () =>
      fake(() => {
        throw new TypeError('(0 , util_1.isNullOrUndefined) is not a function');
      });
    const found = await loadTf('auto', among(broken, broken));
    expect(found.device).toBe('js');
    expect(found.note).toMatch(/tfjs-node-gpu needs .* Node 22 or older; .*tfjs-node needs/);
  });

  it('nor from one that computes wrongly, or is without its library', async () => {
    const wrong = await loadTf(
      'auto',
      among(() => fake(() => [4])),
    );
    expect([wrong.device, wrong.note]).toEqual(['js', expect.stringMatching(/1 \+ 2 is 4/)]);
    const bare = () => {
      throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found');
    };
    expect((await loadTf('auto', among(bare))).note).toMatch(/download failed/);
  });

  it('or says of each what is wrong, and what to do', async () => {
    const none = () => Promise.reject(Object.assign(new Error(), { code: 'ERR_MODULE_NOT_FOUND' }));
    const fault = await loadTf('cpu', none).catch((cause: unknown) => cause);
    expect(fault).toMatchObject({ code: 'ENGINE_FAILED' });
    expect(describeFault(fault as Fault)).toMatch(/tfjs is not installed.*npm install/);
  });
});
