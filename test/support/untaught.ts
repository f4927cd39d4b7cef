import { initialParams } from '../../src/model/net/params.js';
import type { Model } from '../../src/model/model.js';
import { Rng } from '../../src/model/rng.js';
import { smallModel } from '../model/small.js';

/** A small model as it is drawn, before it has learned anything. */
export function untaught(): Model {
  const model = smallModel(1, 4);
  return { ...model, params: initialParams(model.manifest.architecture, new Rng(1)) };
}
