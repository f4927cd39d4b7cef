import type { Engine } from '../../src/model/engine.js';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { Fault } from '../../src/model/fault.js';
import { architecture, smallModel } from '../model/small.js';

/** Whether the default engine can compute on webgpu here: a GPU, or software Vulkan, as `.ci/run` sets it up. Else says why not. */
export async function hasWebgpu(): Promise<boolean> {
  let engine: Engine;
  try {
    engine = await createOrtEngine(architecture, smallModel().params, {
      device: 'webgpu',
      threads: 1,
    });
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    process.stderr.write(`skipped on webgpu: ${fault.message}\n`);
    return false;
  }
  await engine.close();
  return true;
}
