import { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { Fault } from '../fault.js';

// What onnxruntime has to say of a device that it lacks is in the error that it throws.
env.logLevel = 'fatal';

/** Execution providers that are used here, in the order in which they are tried. */
const devices = ['cpu', 'webgpu', 'cuda', 'coreml', 'dml'];

/** Those that this build of onnxruntime knows; it may lack a driver or a library for one. */
export function ortDevices(): string[] {
  const known = listSupportedBackends().map(({ name }) => name);
  return devices.filter((device) => known.includes(device));
}

/** Arrays by input name, with their dimensions. */
export type Feeds = Readonly<
  Record<string, { readonly data: Float32Array | Int32Array; readonly dims: readonly number[] }>
>;
export type Fetched = Readonly<Record<string, Float32Array>>;

/** A graph loaded into onnxruntime. Its run() computes on the calling thread, in a turn of the event loop of its own. */
export interface Session {
  run(feeds: Feeds): Promise<Fetched>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** An execution provider: `cpu`, `webgpu`, `cuda`, `coreml`, `dml`. */
  readonly device: string;
  readonly threads: number;
}

/** @throws Fault ENGINE_FAILED where onnxruntime has no such device here or refuses the graph. */
export async function openSession(
  model: Uint8Array,
  { device, threads }: SessionOptions,
): Promise<Session> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(model, {
      executionProviders: [device],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      // A thread that spins while it waits takes a core from the clock.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (cause) {
    throw new Fault('ENGINE_FAILED', `onnxruntime cannot run this graph on ${device}`, {
      hint: 'use --device cpu',
      cause,
    });
  }
  return {
    async run(feeds) {
      const results = await session.run(
        Object.fromEntries(
          Object.entries(feeds).map(([name, { data, dims }]) => [
            name,
            data instanceof Float32Array
              ? new Tensor('float32', data, dims)
              : new Tensor('int32', data, dims),
          ]),
        ),
      );
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
    close: () => session.release(),
  };
}
