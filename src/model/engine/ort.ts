import ort = require('onnxruntime-node');
import { Fault, messageOf } from '../fault.js';
import { keepsOnDevice, remedyFor, usedDevices } from './ort-devices.js';

// What onnxruntime has to say of a device that it lacks is in the error that it throws.
ort.env.logLevel = 'fatal';
// Where nobody says otherwise, cuBLAS and cuDNN compute with all of a float32's digits: the same notes on every device.
process.env['NVIDIA_TF32_OVERRIDE'] ??= '0';

/** Those that this build of onnxruntime knows; it may lack a driver or a library for one. */
export function ortDevices(): string[] {
  return usedDevices(ort.listSupportedBackends().map(({ name }) => name));
}

/** An array, with its dimensions. */
export interface Fed {
  readonly data: Float32Array | Int32Array;
  readonly dims: readonly number[];
}

/** Float32 numbers that stay where a session left them, until they are released; any session of that device takes them. */
export class Held {
  constructor(readonly tensor: ort.Tensor) {}

  /** The numbers, where they are in the machine's own memory. */
  data(): Float32Array {
    return this.tensor.data as Float32Array;
  }

  /** What is in the machine's own memory is left to the garbage collector. */
  release(): void {
    if (this.tensor.location === 'gpu-buffer') this.tensor.dispose();
  }
}

/** By name of input or output. */
export type Feeds = Readonly<Record<string, Fed | Held>>;
export type Fetched = Readonly<Record<string, Float32Array>>;

/** A graph loaded into onnxruntime. Its runs compute on the calling thread, in a turn of the event loop of their own. */
export interface Session {
  /** Gives the outputs that the session does not hold. */
  run(feeds: Feeds): Promise<Fetched>;
  /**
   * A run that can be done again and again, on arrays that stay the caller's: it reads `feeds`, writes the outputs named in
   * `into`, of the shapes that they have, and computes no others. It leaves nothing to collect. CPU only.
   */
  bind(feeds: Feeds, into: Feeds): () => Promise<void>;
  /** Gives all outputs: `arrays`, and those that it holds. */
  runHolding(feeds: Feeds): Promise<{ arrays: Fetched; held: Readonly<Record<string, Held>> }>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** An execution provider: `cpu`, `webgpu`, `cuda`, `coreml`, `dml`. */
  readonly device: string;
  readonly threads: number;
  /** Prefix of the files to which sessions write, as they close, what each node did. */
  readonly profile?: string;
}

interface More {
  /** Outputs that stay on the device where it `keepsOnDevice`, else in memory. */
  readonly held?: readonly string[];
}

/** @throws Fault ENGINE_FAILED where onnxruntime has no such device here or refuses the graph. */
export async function openSession(
  model: Uint8Array,
  { device, threads, profile }: SessionOptions,
  { held = [] }: More = {},
): Promise<Session> {
  const failed = (what: string) => (cause: unknown) => {
    throw new Fault('ENGINE_FAILED', `onnxruntime ${what} on ${device}: ${reasonOf(cause)}`, {
      hint: remedyFor(device),
      cause,
    });
  };
  const session = await ort.InferenceSession.create(model, {
    executionProviders: [device],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    // A thread that spins while it waits takes a core from the clock.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    ...(keepsOnDevice(device) ? { preferredOutputLocation: onDevice(held) } : {}),
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  }).catch(failed('cannot run this graph'));
  const wanted = session.outputNames.filter((name) => !held.includes(name));
  // Where some outputs are bound to a device, onnxruntime wants all of them.
  const leavesOut = held.length > 0 && !keepsOnDevice(device);
  const runHolding: Session['runHolding'] = async (feeds) => {
    const results = await session.run(tensorsOf(feeds)).catch(failed('failed'));
    const kept: Record<string, Held> = {};
    for (const name of held) kept[name] = new Held(results[name]!);
    return { arrays: arraysOf(results, wanted), held: kept };
  };
  return {
    runHolding,
    async run(feeds) {
      if (leavesOut)
        return arraysOf(
          await session.run(tensorsOf(feeds), wanted).catch(failed('failed')),
          wanted,
        );
      const { arrays, held: unwanted } = await runHolding(feeds);
      for (const name in unwanted) unwanted[name]!.release();
      return arrays;
    },
    bind(feeds, into) {
      const [inputs, outputs] = [tensorsOf(feeds), tensorsOf(into)];
      return async () => {
        letGo(await session.run(inputs, outputs).catch(failed('failed')));
      };
    },
    close() {
      if (profile !== undefined) session.endProfiling();
      return session.release();
    },
  };
}

const { port1: nowhere, port2: closed } = new MessageChannel();
closed.close();

/**
 * Frees what onnxruntime 1.30 copies even of outputs that were written where the caller wants them. Left to V8 it would be
 * fresh memory at each run, a third slower, and half a megabyte more towards the next time that V8 stops to collect all.
 */
function letGo(copies: Readonly<Record<string, ort.Tensor>>): void {
  const buffers = Object.values(copies).map(({ data }) => (data as Float32Array).buffer);
  nowhere.postMessage(undefined, buffers as ArrayBuffer[]);
}

function onDevice(outputs: readonly string[]) {
  return Object.fromEntries(outputs.map((name) => [name, 'gpu-buffer' as const]));
}

function tensorsOf(feeds: Feeds): Record<string, ort.Tensor> {
  const tensors: Record<string, ort.Tensor> = {};
  for (const name in feeds) tensors[name] = tensorOf(feeds[name]!);
  return tensors;
}

function tensorOf(feed: Fed | Held): ort.Tensor {
  if (feed instanceof Held) return feed.tensor;
  const { data, dims } = feed;
  return data instanceof Float32Array
    ? new ort.Tensor('float32', data, dims)
    : new ort.Tensor('int32', data, dims);
}

function arraysOf(
  results: Readonly<Record<string, ort.Tensor>>,
  names: readonly string[],
): Record<string, Float32Array> {
  const arrays: Record<string, Float32Array> = {};
  for (const name of names) arrays[name] = results[name]!.data as Float32Array;
  return arrays;
}

/** Its first line, without where in onnxruntime it arose. */
function reasonOf(cause: unknown): string {
  const [line = ''] = messageOf(cause).split('\n');
  return line
    .replace(/^\S+\.cc:\d+ .*?\) /, '')
    .replace(/^.* was false\. /, '')
    .replace(/^OrtSessionOptionsAppend\w+: /, '')
    .replace(/^no available backend found\..*/, 'this build is without it')
    .replace(/\.$/, '');
}
