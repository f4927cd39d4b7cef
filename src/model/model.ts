import type { Manifest } from './manifest.js';

/** A model as it is in memory: what `model.json` says, and all parameters in one array, in table order. */
export interface Model {
  readonly manifest: Manifest;
  readonly params: Float32Array;
}
