/**
 * Loaded into a daemon in place of `wire.ts`, which it brings: what the file `WIRE`.PID says happens to that process once. `engine`: what
 * computes throws; `memory`: the model thread, as it computes, wants more than it may have; `clock`: so does the clock thread,
 * as it sends; `main`: the main thread throws what nobody catches.
 */
import './wire.js';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isMainThread, workerData } from 'node:worker_threads';
import type { ModelData } from '../../src/daemon/threads/model.js';

type Method = (this: unknown, ...given: unknown[]) => unknown;

const file = `${process.env['WIRE']!}.${process.pid}`;
const require = createRequire(import.meta.url);

/** What computes in each engine: package, class, method. */
const computing = {
  ort: ['onnxruntime-node', 'InferenceSession', 'run'],
  tfjs: ['@tensorflow/tfjs', 'LayersModel', 'predict'],
} as const;

if (isMainThread) setInterval(() => asked() === 'main' && suffer('main'), 50).unref();
else {
  const { options } = workerData as Partial<ModelData>;
  if (options === undefined) before(['@julusian/midi', 'Output', 'sendMessage'], 'clock');
  else before(computing[options[0]!.engine as keyof typeof computing], 'engine', 'memory');
}

/** Before each call of a method one of these may happen. */
function before([name, owner, method]: readonly [string, string, string], ...sufferings: string[]) {
  const vendor = require(name) as Record<string, { readonly prototype: Record<string, Method> }>;
  const { prototype } = vendor[owner]!;
  const call = prototype[method]!;
  prototype[method] = function (...given) {
    const what = asked();
    if (sufferings.includes(what)) suffer(what);
    return call.apply(this, given);
  };
}

/** Another thread may take the file at any time: one that went in between is none. */
function asked(): string {
  if (!existsSync(file)) return '';
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function suffer(what: string): void {
  rmSync(file);
  if (what === 'engine' || what === 'main') throw new Error('sabotage');
  for (const all: unknown[] = []; ;) all.push(new Array(1e6).fill(0));
}
