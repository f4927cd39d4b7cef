import type * as tensorflow from '@tensorflow/tfjs';
import { Fault, messageOf } from '../fault.js';

export type Tf = typeof tensorflow;
export type { LayersModel, LayerVariable, SymbolicTensor, Tensor } from '@tensorflow/tfjs';
export type KerasLayer = tensorflow.layers.Layer;

/** TensorFlow.js, from the package that works here. */
export interface LoadedTf {
  readonly tf: Tf;
  /** `cuda`; `cpu`: TensorFlow's own library; `js`: plain JavaScript, on the CPU as well. */
  readonly device: string;
  /** Why those before it were not taken, and what to do about it; empty where there are none. */
  readonly note: string;
}

/** The fastest first. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node', '@tensorflow/tfjs'];

/**
 * The first package that is installed, works and computes on `device`; `auto` takes any, and `cpu` plain JavaScript too.
 * @throws Fault ENGINE_FAILED that says of each what is wrong.
 */
export async function loadTf(
  device: string,
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<LoadedTf> {
  const notes: string[] = [];
  for (const name of packages) {
    try {
      const tf = await open(name, load);
      const found = deviceOf(tf);
      if (name.endsWith('-gpu') && found !== 'cuda')
        notes.push(`${name} found no GPU: it wants CUDA 11.2 and cuDNN 8.1`);
      const fits = device === 'auto' || device === found || (device === 'cpu' && found === 'js');
      if (fits) return { tf, device: found, note: notes.join('; ') };
    } catch (cause) {
      notes.push(`${name} ${complaint(cause)}`);
    }
  }
  throw new Fault('ENGINE_FAILED', `no TensorFlow.js computes on ${device}: ${notes.join('; ')}`, {
    hint: 'npm install @tensorflow/tfjs-node on Node 22 or older, or use --engine ort',
  });
}

/** @throws Fault ENGINE_FAILED, for what a package threw as it computed. */
export function failed(cause: unknown): never {
  throw new Fault('ENGINE_FAILED', `TensorFlow.js failed: ${messageOf(cause)}`, {
    hint: 'use --engine ort',
    cause,
  });
}

async function open(name: string, load: (name: string) => Promise<unknown>): Promise<Tf> {
  const loaded = (await load(name)) as Tf & { readonly default?: Tf };
  const tf = loaded.default ?? loaded;
  tf.enableProdMode(); // or plain JavaScript advertises the other packages on standard error
  await tf.ready();
  checkFirstOp(tf);
  return tf;
}

/** Some installs load, and fail as soon as they are to compute. */
function checkFirstOp(tf: Tf): void {
  const [sum] = tf.tidy(() => tf.tensor1d([1]).add(tf.scalar(2)).dataSync());
  if (sum !== 3) throw new Error(`says that 1 + 2 is ${String(sum)}`);
}

/** The native packages say whether they are on a GPU; without CUDA `tfjs-node-gpu` computes on the CPU and says nothing. */
function deviceOf(tf: Tf): string {
  if (tf.getBackend() !== 'tensorflow') return 'js';
  const { isUsingGpuDevice = false } = tf.backend() as { isUsingGpuDevice?: boolean };
  return isUsingGpuDevice ? 'cuda' : 'cpu';
}

/** One line: what is wrong with a package, and what to do. */
function complaint(cause: unknown): string {
  const { code, message } = cause as { code?: string; message: string };
  if (code === 'ERR_MODULE_NOT_FOUND') return 'is not installed';
  if (/isNullOrUndefined|isArray/.test(message))
    return 'needs two functions that Node 23 took away: use Node 22 or older';
  const [line = ''] = message.split('\n');
  return /tfjs_binding/.test(line) ? 'is without its library: its download failed' : line;
}
