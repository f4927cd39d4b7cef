/**
 * Loaded into a daemon in place of `wire.ts`, which it brings: what the file `WIRE`.sabotage says happens to the model thread at
 * its next prediction, once. `engine`: what computes throws; `memory`: the thread wants more than it may have.
 */
import './wire.js';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isMainThread, workerData } from 'node:worker_threads';
import type { ModelData } from '../../src/daemon/threads/model.js';

type Compute = (this: unknown, ...given: unknown[]) => unknown;

const file = `${process.env['WIRE']!}.sabotage`;
const require = createRequire(import.meta.url);

/** What computes in each engine: package, class, method. */
const computing = {
  ort: ['onnxruntime-node', 'InferenceSession', 'run'],
  tfjs: ['@tensorflow/tfjs', 'LayersModel', 'predict'],
} as const;

const { options } = (workerData ?? {}) as Partial<ModelData>;
if (!isMainThread && options !== undefined) {
  const [name, owner, method] = computing[options[0]!.engine as keyof typeof computing];
  const vendor = require(name) as Record<string, { readonly prototype: Record<string, Compute> }>;
  const { prototype } = vendor[owner]!;
  const compute = prototype[method]!;
  prototype[method] = function (...given) {
    suffer();
    return compute.apply(this, given);
  };
}

function suffer(): void {
  if (!existsSync(file)) return;
  const what = readFileSync(file, 'utf8');
  rmSync(file);
  if (what === 'engine') throw new Error('sabotage');
  for (const all: unknown[] = []; ;) all.push(new Array(1e6).fill(0));
}
