import { Fault } from '../../fault.js';
import { readZip } from '../zip.js';
import { parseModelConfig, type ModelConfig } from './config.js';
import { readHdf5, type Hdf5Group } from './hdf5.js';
import { isLegacyLayout, readLegacyLayout } from './legacy-layout.js';
import type { KerasModel } from './layer.js';
import { readV3Layout } from './v3-layout.js';

/** Bytes of the weights in a .keras archive. */
const mostBytes = 2 ** 30;

/**
 * A Keras checkpoint: a whole model or weights alone, in HDF5 as Keras 1 to 3 write it, or a .keras archive.
 * The optimizer's state is not looked at. Throws `Fault` KERAS_BROKEN or KERAS_UNSUPPORTED.
 */
export async function readKeras(bytes: Uint8Array): Promise<KerasModel> {
  return bytes[0] === 0x50 && bytes[1] === 0x4b ? readArchive(bytes) : readHdf5(bytes, readRoot);
}

async function readArchive(bytes: Uint8Array): Promise<KerasModel> {
  const entry = (name: string): Uint8Array => {
    for (const found of readZip(bytes, (other) => other === name, mostBytes)) {
      if ('fault' in found) throw found.fault;
      return found.bytes;
    }
    throw new Fault('KERAS_BROKEN', `is an archive without ${name}`, {
      hint: 'give a .keras file, or the .h5 that Keras wrote',
    });
  };
  const config = parseModelConfig(text(entry('config.json')));
  const version = /"keras_version":\s*"([^"]*)"/.exec(text(entry('metadata.json')))?.[1];
  return readHdf5(entry('model.weights.h5'), (root) => ({
    layers: readV3Layout(root, config),
    window: config.window,
    version,
  }));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function readRoot(root: Hdf5Group): KerasModel {
  const json = root.text('model_config');
  const config: ModelConfig | undefined = json === undefined ? undefined : parseModelConfig(json);
  const weights = root.group('model_weights') ?? root;
  return {
    layers: isLegacyLayout(weights)
      ? readLegacyLayout(weights, config)
      : readV3Layout(weights, config),
    window: config?.window,
    version: root.text('keras_version') ?? weights.text('keras_version'),
  };
}
