import { openSession } from '../../src/model/engine/ort.js';
import { Fault } from '../../src/model/fault.js';
import { stepGraph } from '../../src/model/net/step-graph.js';
import { architecture, smallModel } from '../model/small.js';

/**
 * Whether the default engine can compute on webgpu here: a GPU, or software Vulkan, as `.ci/run` sets it up. Else says why
 * not. The device is kept until the process ends, and with it every kernel that was compiled for it: software Vulkan takes
 * seconds over those of a network, which each engine would take anew.
 */
export async function hasWebgpu(): Promise<boolean> {
  try {
    const graph = stepGraph(architecture, smallModel().params, { heads: false, states: true });
    await openSession(graph, { device: 'webgpu', threads: 1 });
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    process.stderr.write(`skipped on webgpu: ${fault.message}\n`);
    return false;
  }
  return true;
}
