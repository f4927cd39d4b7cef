import type { Hardware } from '../net/hardware.js';

/** Execution providers of onnxruntime that are used here, in the order in which they are tried, and what each takes. */
const devices: Readonly<Record<string, string>> = {
  cpu: '',
  webgpu: 'install a driver for Vulkan (on Linux libvulkan1 too), Metal or Direct3D 12',
  cuda:
    'install CUDA 12 and cuDNN 9, and run ' +
    '"ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js"',
  coreml: 'it is for macOS',
  dml: 'it is for Windows',
};

/** Those of `known` that are used here, in the order in which they are tried. */
export function usedDevices(known: readonly string[]): string[] {
  return Object.keys(devices).filter((device) => known.includes(device));
}

/** What to do where `device` does not work. */
export function remedyFor(device: string): string {
  const instead = device === 'cpu' ? 'use --engine tfjs' : 'use --device cpu';
  const takes = devices[device] ?? `the devices are ${Object.keys(devices).join(', ')}`;
  return takes === '' ? instead : `${takes}; or ${instead}`;
}

/** onnxruntime for Node can leave outputs on webgpu alone; for other devices they come back to memory. */
export function keepsOnDevice(device: string): boolean {
  return device === 'webgpu';
}

/**
 * Steps of training to a run of onnxruntime. What steps change crosses to cuda and back at each run: with the tutorial's
 * network that takes a fifth of the time of a step, and with larger ones the most of it.
 */
export function stepsAtOnce(device: string): number {
  return device === 'cuda' ? 8 : 1;
}

/** What graphs for `device` have to know of it. */
export function hardwareOf(device: string): Hardware {
  return {
    // Any GPU can bind 8 buffers to a kernel.
    widest: device === 'webgpu' ? 7 : Infinity,
    // They are cuDNN's.
    wholeLayers: device === 'cuda',
  };
}
